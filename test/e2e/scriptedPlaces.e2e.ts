/** Edits on a scripted engine in every place and through every disturbance. One workbench for all of them. */
import './scripted/ask';
import './scripted/look';
import './scripted/survive';
import './scripted/typing';
