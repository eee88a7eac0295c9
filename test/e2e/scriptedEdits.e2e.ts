/** Edits on a scripted engine: made, remasked, decided, told what to write. One workbench for all of them. */
// The first one wants an engine that nothing has started yet.
import './scripted/instruction';
import './scripted/edit';
import './scripted/remask';
import './scripted/decide';
