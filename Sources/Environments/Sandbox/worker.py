# A warm interpreter inside the sandbox. It forks a cell for every job: a process that is the first of its own PID
# namespace, in a fresh file system of its own, without privileges. When the cell ends or is killed, the kernel kills
# everything that it started.
#
# Descriptors: 0 commands and 1 reports (JSON lines, this process alone), 3 the job's data, 4 its records,
# 5 and 6 its standard output and error. What a job is about never passes through this process, so that nothing of it
# is left in the memory from which the next cell is forked.
import ctypes, errno, gc, json, os, resource, select, signal, stat, struct, sys, time, types

LINUX = sys.platform == "linux"
COMMANDS, REPORTS, DATA, RECORDS, OUTPUT, ERROR = 0, 1, 3, 4, 5, 6
BOX = "/tmp" if LINUX else os.environ["TITER_BOX"]
WORK = BOX + "/work"
libc = ctypes.CDLL(None, use_errno=True)
machine = os.uname().machine
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x10000000, 0x20000000


def check(result, what):
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def read_exactly(descriptor, count):
    parts = []
    while count:
        part = os.read(descriptor, min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def read_line(descriptor):
    # Byte by byte: what follows the line belongs to somebody else. Lines are short.
    line = bytearray()
    while True:
        byte = os.read(descriptor, 1)
        if not byte:
            raise EOFError
        if byte == b"\n":
            return bytes(line)
        line += byte


def write_all(descriptor, data):
    while data:
        data = data[os.write(descriptor, data):]


# ---- What a cell may not ask of the kernel --------------------------------------------------------------------------

def system_call_filter():
    """A seccomp program: no new namespaces and mounts, no tracing, no memory that limits do not see."""
    if machine == "x86_64":
        architecture, clone, clone3, foreign = 0xC000003E, 56, 435, 0x40000000
        denied = [
            101, 310, 311,  # ptrace, process_vm_readv, process_vm_writev
            165, 166, 155, 272, 308, 161, 428, 429, 430, 431, 432, 442,  # mounts, unshare, setns, chroot
            29, 30, 31, 64, 65, 66, 68, 69, 70, 71, 220, 240, 241,  # System V and POSIX message queues, shared memory
            319, 447,  # memfd_create, memfd_secret
            248, 249, 250,  # keys
            321, 298, 323, 425, 426, 427,  # bpf, perf_event_open, userfaultfd, io_uring
            175, 176, 313, 246, 320, 167, 168, 169, 163, 135, 134, 303, 304, 179, 443,
        ]
    elif machine in ("aarch64", "arm64"):
        architecture, clone, clone3, foreign = 0xC00000B7, 220, 435, None
        denied = [
            117, 270, 271, 40, 39, 41, 97, 268, 51, 428, 429, 430, 431, 432, 442,
            194, 195, 196, 197, 190, 191, 192, 193, 186, 187, 188, 189, 180, 181, 279, 447, 217, 218, 219,
            280, 241, 282, 425, 426, 427, 105, 106, 273, 104, 294, 224, 225, 142, 89, 92, 264, 265, 60, 443,
        ]
    else:
        return None
    LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
    ALLOW, REFUSE, ABSENT, KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS, 0x80000000
    program = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    if foreign:
        program += [(AT_LEAST, 0, 1, foreign), (RETURN, 0, 0, REFUSE)]
    # With clone3 the flags are behind a pointer, where a filter cannot look; without it the C library uses clone.
    program += [(EQUAL, 0, 1, clone3), (RETURN, 0, 0, ABSENT)]
    namespaces = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
    program += [
        (EQUAL, 0, 4, clone), (LOAD, 0, 0, 16), (ANY_BIT, 0, 1, namespaces), (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    ]
    for number in denied:
        program += [(EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE)]
    program.append((RETURN, 0, 0, ALLOW))
    text = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(text, len(text))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program), ctypes.addressof(buffer)))
    return header, buffer


FILTER = system_call_filter() if LINUX else None
NO_CAPABILITIES = (
    ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0)), ctypes.create_string_buffer(24))


def restrict(limits):
    """Gives up every privilege, for good."""
    memory = limits["memory"]
    for kind, value in [
        ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", limits["file"]), ("RLIMIT_NOFILE", limits["descriptors"]),
        ("RLIMIT_AS", memory), ("RLIMIT_CPU", limits["cpu"]), ("RLIMIT_NPROC", limits["processes"]),
        ("RLIMIT_MEMLOCK", 0), ("RLIMIT_MSGQUEUE", 0), ("RLIMIT_SIGPENDING", 1024),
    ]:
        if not hasattr(resource, kind) and kind != "RLIMIT_SIGPENDING":
            continue
        number = 11 if kind == "RLIMIT_SIGPENDING" else getattr(resource, kind)
        if not LINUX and kind in ("RLIMIT_AS", "RLIMIT_SIGPENDING", "RLIMIT_NPROC"):
            continue
        hard = resource.getrlimit(number)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        # A second later the kernel does not ask any more.
        resource.setrlimit(number, (value, min(value + 1, hard) if kind == "RLIMIT_CPU" and hard > 0 else value))
    if LINUX:
        check(libc.capset(*NO_CAPABILITIES), "capset")
        check(libc.prctl(38, 1, 0, 0, 0), "no_new_privs")
        if FILTER:
            check(libc.prctl(22, 2, FILTER[0], 0, 0), "seccomp")


# ---- A cell ---------------------------------------------------------------------------------------------------------

def write_files(files):
    os.mkdir(WORK, 0o755)
    for name, content in files:
        path = os.path.normpath(os.path.join(WORK, name))
        if not path.startswith(WORK + "/"):
            raise ValueError(f"{name} is outside of the work directory")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
    os.chdir(WORK)


def read_job():
    header = json.loads(read_exactly(DATA, struct.unpack(">I", read_exactly(DATA, 4))[0]))
    header["files"] = [(name, read_exactly(DATA, size)) for name, size in header["files"]]
    return header


def collect_files(limit):
    """Every regular file of the work directory, as names, sizes and contents, in order, up to a limit."""
    names, contents, left = [], [], limit
    for directory, folders, files in os.walk(WORK):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(directory, name)
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            except OSError:
                continue
            with open(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    continue
                content = file.read(left + 1)
            if len(content) > left:
                return names, contents, True
            left -= len(content)
            names.append([os.path.relpath(path, WORK), len(content)])
            contents.append(content)
    return names, contents, False


def run_program(job):
    """Runs a command as a child, and afterwards hands out the files of the work directory."""
    child = os.fork()
    if child == 0:
        os.setsid()
        os.close(DATA)
        os.close(RECORDS)
        restrict(job["limits"])
        for number in range(1, 32):
            if number not in (signal.SIGKILL, signal.SIGSTOP):
                signal.signal(number, signal.SIG_DFL)
        try:
            os.execvpe(job["program"][0], job["program"], dict(os.environ, **job["environment"]))
        except OSError as error:
            os.write(2, f"{job['program'][0]}: {error.strerror}\n".encode())
        os._exit(127)
    status = None
    while status is None:
        ended, result = os.wait()
        if ended == child:
            status = result
    if LINUX:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
    if job["collect"]:
        names, contents, truncated = collect_files(job["collect"])
        header = json.dumps({"files": names, "truncated": truncated}).encode() + b"\n"
        write_all(RECORDS, header)
        for content in contents:
            write_all(RECORDS, content)
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def run_cell():
    """Never returns."""
    status = 70
    try:
        # A group of its own: `kill(0, …)` reaches the whole of a group, also what watches.
        os.setsid()
        job = read_job()
        if "program" in job or not job["keeps"]:
            write_files(job.pop("files"))
        null = os.open("/dev/null", os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(OUTPUT, 1)
        os.dup2(ERROR, 2)
        os.closerange(5, 1024)
        if "program" in job:
            run_program(job)
        restrict(job["limits"])
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.update(job["environment"])
        module, function = job["call"]
        run = getattr(sys.modules[module], function)
        arguments = job["arguments"]
        if "files" in job:
            # The function may do without writing them, which spares the next cell a new file system.
            arguments["files"] = job["files"]
        del job, module, function
        status = run(**arguments)
    except BaseException as error:
        try:
            os.write(2, f"cell: {type(error).__name__}: {error}\n".encode())
        except BaseException:
            pass
    finally:
        os._exit(status)


def fork_cell():
    if not LINUX:
        child = os.fork()
        if child == 0:
            run_cell()
        return child
    ctypes.pythonapi.PyOS_BeforeFork()
    child = libc.syscall(220 if machine in ("aarch64", "arm64") else 56, CLONE_NEWPID | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        run_cell()
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    if child < 0:
        check(-1, "clone")
    return child


# ---- The process that watches ---------------------------------------------------------------------------------------

def usage(processes):
    """Bytes of memory, and processes, of everything in the sandbox but what watches."""
    total = count = 0
    for name in os.listdir(processes):
        if name.isdigit() and int(name) not in (1, os.getpid()):
            try:
                file = os.open(name + "/statm", os.O_RDONLY, dir_fd=processes)
            except OSError:
                continue
            try:
                fields = os.read(file, 256).split()
                total += int(fields[1]) * 4096
                count += 1
            except (OSError, IndexError):
                pass
            finally:
                os.close(file)
    return total, count


def watch(child, limits, processes):
    """Waits for a cell, and kills it where it goes beyond its limits or is not wanted any more."""
    begun = time.monotonic()
    deadline = begun + limits["wall"]
    stopped = None
    poll = select.poll()
    poll.register(COMMANDS, select.POLLIN)
    pidfd = os.pidfd_open(child) if hasattr(os, "pidfd_open") else None
    if pidfd is not None:
        poll.register(pidfd, select.POLLIN)
    pause = 0.05 if pidfd is not None else 0.002
    while True:
        left = deadline - time.monotonic()
        events = poll.poll(max(0, min(left, pause)) * 1000)
        if pidfd is None:
            pid, status, used = os.wait4(child, os.WNOHANG)
            if pid:
                break
        elif any(descriptor == pidfd for descriptor, _ in events):
            pid, status, used = os.wait4(child, 0)
            break
        if stopped:
            continue
        if any(descriptor == COMMANDS for descriptor, _ in events):
            # A line asks to stop; the end of the stream means that nobody waits any more.
            try:
                read_line(COMMANDS)
                stopped = "request"
            except EOFError:
                os.kill(child, signal.SIGKILL)
                os._exit(0)
        elif left <= 0:
            stopped = "deadline"
        elif processes is not None:
            memory, count = usage(processes)
            pause = 0.02
            if memory > limits["memory"]:
                stopped = "memory"
            elif count > limits["processes"] + 8:
                stopped = "processes"
        if stopped:
            os.kill(child, signal.SIGKILL)
            if not LINUX:
                try:
                    os.killpg(child, signal.SIGKILL)
                except OSError:
                    pass
            pause = 1
    if pidfd is not None:
        os.close(pidfd)
    if not LINUX:
        try:
            os.killpg(child, signal.SIGKILL)
        except OSError:
            pass
    return {
        "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "stopped": stopped, "wall": time.monotonic() - begun, "cpu": used.ru_utime + used.ru_stime,
    }


class Box:
    """The one file system that cells can write to: made anew whenever a cell has touched it."""

    def __init__(self):
        self.size = None
        self.stamp = None

    def prepare(self, size):
        if self.size == size and self.stamp == self.touched():
            return
        if LINUX:
            if self.size is not None:
                check(libc.umount2(b"/tmp", 2), "umount")
            options = f"size={size},nr_inodes=4096,mode=700,uid=1000,gid=1000".encode()
            check(libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 6, options), "mount")
        else:
            import shutil

            for name in os.listdir(BOX):
                path = os.path.join(BOX, name)
                if os.path.isdir(path) and not os.path.islink(path):
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    os.unlink(path)
        self.size = size
        self.stamp = self.touched()

    def touched(self):
        status = os.stat(BOX)
        return (status.st_ino, status.st_ctime_ns, status.st_mtime_ns, status.st_mode)


def give_up_root(user):
    """Becomes an ordinary user who rules over a user namespace of his own, where there is nothing but himself."""
    if os.geteuid() == 0 and user:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        # Changing the user made /proc/self root's.
        libc.prctl(4, 1, 0, 0, 0)
    user, group = os.geteuid(), os.getegid()
    check(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS), "unshare")
    for name, text in [("setgroups", "deny"), ("uid_map", f"1000 {user} 1"), ("gid_map", f"1000 {group} 1")]:
        with open("/proc/self/" + name, "w") as file:
            file.write(text)
    for capability in range(64):
        if libc.prctl(24, capability, 0, 0, 0) != 0:
            break
    processes = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    # Cells have no business with /proc. The descriptor still sees it, and is closed in them.
    check(libc.mount(b"tmpfs", b"/proc", b"tmpfs", 1, b"size=4k,mode=555"), "mount")
    return processes


def serve():
    settings = json.loads(read_line(COMMANDS))
    os.closerange(7, 4096)
    processes = give_up_root(settings["user"]) if LINUX else None
    os.umask(0o022)
    sys.dont_write_bytecode = True
    # The standard library, and of other packages only those that were handed in.
    sys.path[:] = [entry for entry in sys.path if entry and not entry.endswith("-packages")] + settings["paths"]
    for name, source in settings["modules"]:
        module = types.ModuleType(name)
        module.__dict__.update(WORK=WORK, DATA=DATA, RECORDS=RECORDS, write_files=write_files)
        sys.modules[name] = module
        exec(compile(source, f"<{name}>", "exec"), module.__dict__)
    missing, name = [], None
    for name in settings["preload"]:
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    os.environ.clear()
    os.environ.update(HOME=WORK, TMPDIR=BOX, PATH="/usr/local/bin:/usr/bin:/bin", LANG="C.UTF-8",
                      PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    box = Box()
    settings = name = None
    report = {"version": sys.version.split()[0], "missing": missing}
    gc.collect()
    gc.freeze()
    while True:
        write_all(REPORTS, json.dumps(report).encode() + b"\n")
        try:
            limits = json.loads(read_line(COMMANDS))
            while limits is None:  # A request to stop what had already ended.
                limits = json.loads(read_line(COMMANDS))
        except EOFError:
            os._exit(0)
        box.prepare(limits["disk"])
        report = watch(fork_cell(), limits, processes)


try:
    serve()
except EOFError:
    os._exit(0)
except OSError as error:
    write_all(REPORTS, json.dumps({"error": str(error)}).encode() + b"\n")
    os._exit(1)
