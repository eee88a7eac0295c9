/** The extension as it is installed, with its own model, on the sample workspace. One workbench for all of it. */
import './sample/workbench';
import './sample/bundled';
import './sample/validate';
// Last: a model is chosen in it and removed again.
import './sample/models';
