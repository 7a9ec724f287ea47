# What runs inside a cell: a harness, or the oracle. Nothing here knows the expected results.
import atexit, builtins, importlib, json, os, random, sys, threading, traceback, types

from canonical import NotPlain, canonical, literal

_write, _read, _loads, _exit = os.write, os.read, json.loads, os._exit


def _send(text, write=_write, descriptor=RECORDS):
    data = text.encode("ascii", "backslashreplace") + b"\n"
    while data:
        data = data[write(descriptor, data) :]


def _lines(read=_read, descriptor=DATA):
    """Lines of the job's data, each asked for when it is wanted."""
    rest = b""
    while True:
        line, mark, after = rest.partition(b"\n")
        if mark:
            rest = after
            yield line
            continue
        part = read(descriptor, 1 << 16)
        if not part:
            return
        rest += part


def _prepare(name):
    """Makes the interpreter look as if it had been started with the file `name` in the work directory."""
    # A module of the submission stands before any of the same name that is already loaded.
    own = {entry.partition(".")[0] for entry in os.listdir(WORK)}
    for module in [module for module in sys.modules if module.partition(".")[0] in own - KEPT]:
        del sys.modules[module]
    sys.path.insert(0, WORK)
    sys.argv = [name]
    importlib.invalidate_caches()
    random.seed(0)


# The interpreter cannot go on without these, whatever lies in the work directory.
KEPT = {"sys", "builtins", "os", "io", "codecs", "encodings", "importlib", "marshal", "posix", "posixpath", "stat", "abc",
        "_thread", "_weakref", "_warnings", "warnings", "zipimport", "site", "__main__", "_io", "_abc", "_codecs"}


def _finish(status):
    """Ends the process as Python would: threads, exit functions, what is still in buffers, objects' last words."""
    try:
        threading._shutdown()
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BaseException:
                status = status or 120
        for module in list(sys.modules.values()):
            if str(getattr(module, "__file__", "") or "").startswith(WORK + "/") or module is sys.modules.get("__main__"):
                module.__dict__.clear()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except BaseException:
        pass
    _exit(status)


def _run_main(run):
    """Runs the program; the status that it asks to end with, and whether it ran to its end."""
    try:
        run()
        return 0, True
    except SystemExit as leaving:
        code = leaving.code
        if code is None:
            return 0, False
        if type(code) is int or isinstance(code, int):
            return int(code) & 0xFF, False
        print(code, file=sys.stderr)
        return 1, False
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1, False


def script(name, token):
    """`python NAME`. Where it runs to its end, the line of data that says so is sent back."""
    _prepare(name)
    with open(name, "rb") as file:
        source = file.read()
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=name, __builtins__=builtins, __cached__=None)
    sys.modules["__main__"] = main
    lines = _lines() if token else None
    try:
        status, finished = _run_main(lambda: exec(compile(source, name, "exec"), main.__dict__))
        if finished and lines is not None:
            _send(json.dumps({"finished": next(lines).decode()}))
    except BaseException:
        status = 1
    _finish(status)


def pytest(arguments, token):
    """`python -m pytest ARGUMENTS`."""
    import pytest as runner

    _prepare("pytest")
    sys.argv = [runner.__file__] + arguments
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=runner.__file__, __builtins__=builtins)
    sys.modules["__main__"] = main
    lines = _lines() if token else None
    result = []
    try:
        status, finished = _run_main(lambda: result.append(int(runner.main(arguments))))
        if finished:
            status = result[0]
            if lines is not None:
                _send(json.dumps({"finished": next(lines).decode()}))
    except BaseException:
        status = 1
    _finish(status)


def oracle(entry):
    """Answers one call after the other. How many there are to be is not known here."""
    _prepare("solution.py")
    lines, send, encode, loads, failure, leave = _lines(), _send, canonical, _loads, NotPlain, _exit
    quote, name, base = json.dumps, (lambda error: type(error).__name__), BaseException
    try:
        function = getattr(importlib.import_module("solution"), entry)
    except base as error:
        send(quote({"failed": name(error)}))
        leave(0)
    send(quote({"ready": True}))
    for line in lines:
        try:
            answer = quote({"value": encode(function(*loads(line)))})
        except failure as error:
            answer = quote({"not_plain": str(error)})
        except base as error:
            answer = quote({"raised": name(error)})
        send(answer)


def reference(entry, inputs, salt):
    """What the reference solution answers, in every form that harnesses need."""
    _prepare("solution.py")
    function = getattr(importlib.import_module("solution"), entry)
    for position, text in enumerate(inputs):
        arguments = json.loads(text)
        if type(arguments) is not list:
            raise ValueError(f"{text} is no JSON array of arguments")
        written = literal(tuple(arguments))
        value = function(*arguments)
        _send(json.dumps({
            "canonical": canonical(value), "arguments": written, "expected": literal(value),
            "impossible": literal(impossible(value, random.Random(f"{salt} {position}"))),
        }))
    return 0


def impossible(value, generator):
    """A value of the same kind that nobody would come upon; for kinds with few values, a text."""
    kind = type(value)
    number = generator.randrange(1 << 40, 1 << 50)
    if kind is int:
        return number
    if kind is float:
        return float(number) + 0.5
    if kind is str:
        return value + f"-{number}"
    if kind in (list, tuple):
        items = [impossible(item, generator) for item in value]
        return kind(items or [number])
    if kind is dict:
        return {key: impossible(item, generator) for key, item in value.items()} or {str(number): number}
    if kind in (set, frozenset):
        return kind([number])
    return f"impossible-{number}"
