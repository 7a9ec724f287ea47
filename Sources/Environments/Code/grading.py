# What runs inside a cell: a harness, or the oracle. Nothing here knows the expected results.
import atexit, builtins, gc, importlib, json, os, random, signal, sys, threading, time, traceback, types

from titer_canonical import NotPlain, canonical, line as _line, literal
from titer_scan import looked_up, scan

# A submission may replace what is built in.
globals().update({name: value for name, value in vars(builtins).items() if not name.startswith("__")})
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


def _prepare(name, watched=False):
    """Makes the interpreter look as if it had been started with the file `name` in the work directory."""
    if watched:
        import titer_sensors

        titer_sensors.install(watched)
    # A module of the submission stands before any of the same name that is already loaded.
    own = {entry.partition(".")[0] for entry in os.listdir(WORK) if entry.endswith((".py", ".pyc", ".so"))
           or os.path.exists(os.path.join(WORK, entry, "__init__.py"))}
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
        if "titer_sensors" in sys.modules:
            sys.modules["titer_sensors"].compare()
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BaseException:
                status = status or 120
        # As at an interpreter's end, modules go while what they hold still finds its names.
        main = sys.modules.get("__main__")
        if main is not None:
            main.__dict__.clear()
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", "") or "").startswith(WORK + "/"):
                del sys.modules[name]
        del module
        gc.collect()
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


def script(name, token, watched=""):
    """`python NAME`. Where it runs to its end, the line of data that says so is sent back."""
    _prepare(name, watched)
    with open(name, "rb") as file:
        source = file.read()
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=name, __builtins__=builtins, __cached__=None)
    sys.modules["__main__"] = main
    lines = _lines() if token else None
    try:
        status, finished = _run_main(lambda: exec(compile(source, name, "exec"), main.__dict__))
        if finished and lines is not None:
            _send(_line(("finished", next(lines).decode())))
    except BaseException:
        status = 1
    _finish(status)


def pytest(arguments, token, watched=""):
    """`python -m pytest ARGUMENTS`."""
    import pytest as runner

    _prepare("pytest", watched)
    sys.argv = [runner.__file__] + arguments
    if sys.modules.get("pytest") is not runner:
        # The submission's own pytest stands before the real one.
        import runpy

        _finish(_run_main(lambda: runpy.run_module("pytest", run_name="__main__", alter_sys=True))[0])
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=runner.__file__, __builtins__=builtins)
    sys.modules["__main__"] = main
    lines = _lines() if token else None
    result = []
    try:
        status, finished = _run_main(lambda: result.append(int(runner.main(arguments))))
        if finished:
            status = result[0]
            if lines is not None and status == 0:
                _send(_line(("finished", next(lines).decode())))
    except BaseException:
        status = 1
    _finish(status)


def _load(code):
    """Makes the module `solution` of code that can do nothing but compute."""
    module = types.ModuleType("solution")
    module.__file__ = WORK + "/solution.py"
    sys.modules["solution"] = module
    exec(code, module.__dict__)
    return module


def oracle(entry, files):
    """Answers one call after the other. How many there are to be is not known here."""
    lines, send, encode, loads, failure, leave = _lines(), _send, canonical, _loads, NotPlain, _exit
    quote, name, base, text = _line, (lambda error: type(error).__name__), BaseException, str
    # Before anything of the submission has run: this cannot be forged.
    found, tree = scan(entry, files)
    send(json.dumps({"scan": found}))
    if found["plain"]:
        _compute(entry, tree, lines)
    write_files(files)
    del files, found, tree
    _prepare("-c")  # Nobody runs it as a program.
    next(lines)
    try:
        function = getattr(importlib.import_module("solution"), entry)
    except base as error:
        send(quote(("failed", name(error))))
        leave(0)
    send(quote(("ready", "yes")))
    for line in lines:
        try:
            answer = quote(("value", encode(function(*loads(line)))))
        except failure as error:
            answer = quote(("not_plain", text(error)))
        except base as error:
            answer = quote(("raised", name(error)))
        send(answer)


def _compute(entry, tree, lines):
    """Answers for a solution that can do nothing but compute, and then runs the tests over it.

    Such a solution has no means of knowing what else is in the interpreter, nor of leaving anything behind. So it is
    asked for everything at once, and the tests come into the same interpreter afterwards. Does not return.
    """
    answers = []
    # The first line is how many there are.
    inputs = [next(lines) for _ in range(int(next(lines)))]
    code = None
    try:
        code = compile(tree, WORK + "/solution.py", "exec")
        random.seed(0)
        function = getattr(_load(code), entry)
        answers.append(_line(("ready", "yes")))
    except BaseException as error:
        answers.append(_line(("failed", type(error).__name__)))
        inputs = []
    for line in inputs:
        try:
            answer = _line(("value", canonical(function(*_loads(line)))))
        except NotPlain as error:
            answer = _line(("not_plain", str(error)))
        except BaseException as error:
            answer = _line(("raised", type(error).__name__))
        answers.append(answer)
    answers.append(_line(("asked", "tests")))
    # What it printed may be a claim; nobody may be left to print it later.
    sys.stdout.flush()
    sys.stderr.flush()
    _send("\n".join(answers))
    _test(code, _loads(next(lines)))


def _test(code, job):
    """Runs `python NAME` over a solution, from its beginning. Does not return."""
    sys.argv = [job["name"]]
    random.seed(0)
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=job["name"], __builtins__=builtins, __cached__=None)
    sys.modules["__main__"] = main

    def run():
        _load(code)
        exec(compile(job["text"], job["name"], "exec"), main.__dict__)

    status, finished = _run_main(run)
    if finished:
        _send(_line(("finished", job["token"])))
    sys.stdout.flush()
    sys.stderr.flush()
    _exit(status)


def reference(entry, inputs, salt):
    """What the reference solution answers, in every form that harnesses need."""
    _prepare("-c")  # Nobody runs it as a program.
    function = getattr(importlib.import_module("solution"), entry)
    for position, text in enumerate(inputs):
        arguments = json.loads(text)
        if type(arguments) is not list:
            raise ValueError(f"{text} is no JSON array of arguments")
        written = literal(tuple(arguments))
        value = function(*arguments)
        sentinel = impossible(value, random.Random(f"{salt} {position}"))
        _send(json.dumps({
            "canonical": canonical(value), "arguments": written, "expected": literal(value),
            "impossible": literal(sentinel), "sentinel": canonical(sentinel),
            "contrary": literal(contrary(value, random.Random(f"{salt} {position}"))),
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


def contrary(value, generator):
    """Another value of the same kind, if a likely one."""
    kind = type(value)
    if kind is bool:
        return not value
    if kind in (list, tuple) and value:
        return kind([contrary(item, generator) for item in value])
    return impossible(value, generator)


def _beside(value):
    """Values of the same kind that differ in a little."""
    kind = type(value)
    if kind is bool:
        return [not value]
    if kind is int:
        return [value + 1, value - 1]
    if kind is float:
        return [value + 0.5]
    if kind is str and value:
        return [value[1:], value + value[0], value[-1] + value]
    if kind is list and value:
        return [value + value[:1], value[1:]] + [[other] + value[1:] for other in _beside(value[0])[:1]]
    if kind is dict and value:
        key = next(iter(value))
        return [{**value, key: other} for other in _beside(value[key])[:2]]
    return []


def neighbours(inputs, most=9):
    """Inputs that lie beside others and are none of them: JSON arrays of arguments."""
    found = []
    for text in inputs:
        arguments = json.loads(text)
        known = [json.dumps(arguments[:position] + [other] + arguments[position + 1 :])
                 for position, value in enumerate(arguments) for other in _beside(value)]
        found.append([text for text in dict.fromkeys(known)])
    own = {json.dumps(json.loads(text)) for text in inputs}
    # Of every input one, then of every input another.
    rounds = range(max(map(len, found), default=0))
    mixed = [texts[turn] for turn in rounds for texts in found if turn < len(texts)]
    return [text for text in dict.fromkeys(mixed) if text not in own][:most]


def answer_beside(entry, inputs):
    """What a solution answers to inputs beside those that it was tested on: to each in a process of its own."""
    _prepare("-c")  # Nobody runs it as a program.
    for position, text in enumerate(neighbours(inputs)):
        child = os.fork()
        if child == 0:
            try:
                function = getattr(importlib.import_module("solution"), entry)
                _send(_line(("beside", str(position)), ("value", canonical(function(*_loads(text))))))
            except BaseException:
                pass
            _exit(0)
        deadline = time.monotonic() + 0.7
        while os.waitpid(child, os.WNOHANG)[0] == 0:
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                break
            time.sleep(0.002)
    return 0


def special_cases(arguments, results):
    """Which visible cases a solution seems to know by heart."""
    _send(json.dumps({"known": looked_up(list(zip(arguments, results)))}))
    return 0
