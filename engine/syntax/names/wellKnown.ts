/** Names that every program has without binding them. */
import globals from 'globals';

/** Words of the browser that programs mean by their bare name; its other words in lower case are mostly names of their own. */
const BROWSER_WORDS = new Set(
  'alert confirm console crypto document fetch location navigator performance self window'.split(' '),
);

const TYPES = (
  'any ArrayLike AsyncGenerator AsyncIterable AsyncIterableIterator AsyncIterator Awaited BufferEncoding Capitalize ' +
  'ConstructorParameters Exclude Extract Generator InstanceType Iterable IterableIterator Iterator JSX Lowercase NodeJS ' +
  'NoInfer NonNullable Omit OmitThisParameter Parameters Partial Pick PromiseLike PropertyDescriptor PropertyKey React ' +
  'Readonly ReadonlyArray ReadonlyMap ReadonlySet Record RegExpExecArray RegExpMatchArray Required ReturnType ' +
  'TemplateStringsArray ThisParameterType ThisType Uncapitalize Uppercase'
).split(' ');

const SCRIPT: ReadonlySet<string> = new Set([
  ...Object.keys(globals.builtin),
  ...Object.keys(globals.node),
  ...Object.keys(globals.browser).filter((name) => name !== name.toLowerCase() || BROWSER_WORDS.has(name)),
  ...Object.keys(globals.mocha),
  ...Object.keys(globals.jest),
  ...TYPES,
  'arguments',
  'undefined',
]);

/** `dir(builtins)` of Python 3.13, what a module has of itself, and what Python 2 had. */
const PYTHON: ReadonlySet<string> = new Set(
  (
    'ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError ' +
    'BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ' +
    'ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup ' +
    'FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning ' +
    'IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ' +
    'ModuleNotFoundError NameError NotADirectoryError NotImplemented NotImplementedError OSError OverflowError ' +
    'PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ' +
    'ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError ' +
    'SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError ' +
    'UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError ' +
    '__annotations__ __builtins__ __class__ __debug__ __dict__ __doc__ __file__ __import__ __loader__ __module__ __name__ ' +
    '__package__ __path__ __qualname__ __spec__ abs aiter all anext any ascii basestring bin bool breakpoint bytearray ' +
    'bytes callable chr classmethod cmp compile complex copyright credits delattr dict dir divmod enumerate eval exec ' +
    'execfile exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass ' +
    'iter len license list locals long map max memoryview min next object oct open ord pow print property quit range ' +
    'raw_input reduce reload repr reversed round set setattr slice sorted staticmethod str sum super tuple type unichr ' +
    'unicode vars xrange zip'
  ).split(' '),
);

export function isWellKnown(languageId: string, name: string): boolean {
  return (languageId === 'python' ? PYTHON : SCRIPT).has(name);
}
