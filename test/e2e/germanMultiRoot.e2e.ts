/** Several roots, and another language than English. One workbench for both. */
import './roots/validate';
import './roots/german';
