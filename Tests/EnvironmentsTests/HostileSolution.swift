import Foundation
import TestSupport

/// A solution that attacks the machine it is graded on.
struct HostileSolution: Sendable, CustomStringConvertible {
  var name: String
  var text: String

  var description: String { name }

  /// What an attack would leave: marked processes of this machine, and files where it would put them.
  static func traces() throws -> Set<String> {
    var traces: Set<String> = []
    let manager = FileManager.default
    for entry in (try? manager.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(entry) != nil {
      let line = (try? String(contentsOfFile: "/proc/\(entry)/cmdline", encoding: .utf8)) ?? ""
      if line.contains("titer-hostile") { traces.insert(line) }
    }
    for folder in ["/tmp", "/var/tmp", "/dev/shm", NSHomeDirectory(), SourceTree.root.path] {
      for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? [] where name.contains("titer-hostile") {
        traces.insert(folder + "/" + name)
      }
    }
    return traces
  }

  static let all: [HostileSolution] = [
    HostileSolution(
      name: "forks for ever",
      text: "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n"),
    HostileSolution(
      name: "starts shells that start shells",
      text: "import os\ndef double(n):\n    os.system('f() { f | f & }; f; sleep 60')\n"),
    HostileSolution(name: "takes 10 GB at once", text: "x = bytearray(10 << 30)\n"),
    HostileSolution(
      name: "takes 10 GB in many processes",
      text: """
        import os, time
        for _ in range(4):
            try:
                os.fork()
            except OSError:
                pass
        parts = []
        while True:
            try:
                parts.append(bytearray(b'x') * (1 << 22))
            except MemoryError:
                time.sleep(0.1)
        """),
    HostileSolution(
      name: "takes memory that no process owns",
      text: """
        import ctypes, mmap, os
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.memfd_create(b'x', 0) < 0, 'memfd_create'
        assert libc.shmget(0, 1 << 20, 0o1777) < 0, 'shmget'
        assert libc.unshare(0x10000000) < 0, 'unshare'
        assert libc.mount(b'tmpfs', b'/tmp', b'tmpfs', 0, b'') < 0, 'mount'
        os.write(4, b'{"value": "held"}\\n')
        raise ValueError
        """),
    HostileSolution(
      name: "writes 10 GB of output",
      text: "import sys\nline = 'x' * (1 << 20)\nfor _ in range(10 << 10):\n    sys.stdout.write(line)\n"),
    HostileSolution(
      name: "writes to every descriptor",
      text: """
        import os
        while True:
            for descriptor in range(0, 16):
                try:
                    os.write(descriptor, b'{"status": 0}\\n' * 1000)
                except OSError:
                    pass
        """),
    HostileSolution(
      name: "ignores signals and never ends",
      text: """
        import signal
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True:
            pass
        """),
    HostileSolution(
      name: "reads the system's files",
      text: """
        import os
        def double(n):
            for path in ['/etc/passwd', '/etc/shadow', '/root/.bashrc', os.path.expanduser('~root'), '/home', '/var/log',
                         '/proc/1/environ', '/proc/self/maps', '/sys/class', '\(SourceTree.root.path)/Package.swift']:
                if os.path.exists(path):
                    return 2 * n
            return None
        """),
    HostileSolution(
      name: "opens sockets",
      text: """
        import socket
        def double(n):
            for address in [('1.1.1.1', 53), ('8.8.8.8', 443), ('169.254.169.254', 80)]:
                try:
                    socket.create_connection(address, timeout=1)
                    return 2 * n
                except OSError:
                    pass
            try:
                socket.getaddrinfo('example.com', 80)
                return 2 * n
            except OSError:
                return None
        """),
    HostileSolution(
      name: "leaves children behind",
      text: """
        import os, subprocess, sys
        subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)  # titer-hostile'],
                         start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv('/bin/sleep', ['titer-hostile', '600'])
        """),
    HostileSolution(
      name: "plays tricks with links",
      text: """
        import os
        os.symlink('/', 'root')
        os.symlink('\(SourceTree.root.path)', 'repository')
        os.rename('solution.py', 'moved.py')
        os.symlink('/etc/passwd', 'solution.py')
        os.symlink('loop', 'loop')
        os.makedirs('deep/' * 50)
        for path in ['root/tmp/titer-hostile', 'repository/titer-hostile']:
            try:
                open(path, 'w').write('x')
            except OSError:
                pass
        """),
    HostileSolution(
      name: "fills the disk with huge files",
      text: """
        number = 0
        while True:
            try:
                with open(f'titer-hostile-{number}', 'wb') as file:
                    file.write(b'x' * (64 << 20))
            except OSError:
                pass
            number += 1
            if number > 300:
                raise SystemError
        """),
    HostileSolution(
      name: "fills the disk with small files",
      text: """
        number = 0
        while True:
            try:
                open(f'titer-hostile-{number}', 'w').close()
            except OSError:
                raise SystemError
            number += 1
        """),
    HostileSolution(
      name: "deletes what it can",
      text: """
        import os, shutil
        for path in ['/tmp', '/dev', '/etc', '/packages', '/proc', '.', '..']:
            shutil.rmtree(path, ignore_errors=True)
        for path in ['/usr/bin/python3', '/bin/sh', '/dev/null']:
            try:
                os.unlink(path)
            except OSError:
                pass
        os.chmod('/tmp', 0)
        """),
    HostileSolution(
      name: "kills whoever it can",
      text: """
        import os, signal
        for process in [os.getppid(), 0, -1, 1, 2, 3] + list(range(4, 400)):
            for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP):
                try:
                    if process != os.getpid():
                        os.kill(process, number)
                except OSError:
                    pass
        """),
    HostileSolution(
      name: "traces and reads other processes",
      text: """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.ptrace(16, 1, 0, 0) < 0 and libc.ptrace(16, 2, 0, 0) < 0 and libc.ptrace(0, 0, 0, 0) < 0
        assert not os.path.exists('/proc/1')
        assert os.getuid() != 0
        assert libc.setuid(0) < 0 or os.getuid() != 0
        raise ValueError
        """),
    HostileSolution(name: "crashes the interpreter", text: "import ctypes\nctypes.string_at(0)\n"),
    HostileSolution(
      name: "recurses without end",
      text: "import sys\nsys.setrecursionlimit(10 ** 9)\ndef double(n):\n    return double(n)\n"),
    HostileSolution(name: "cannot be parsed", text: "x = " + String(repeating: "(", count: 100_000)),
    HostileSolution(name: "answers with too much", text: "def double(n):\n    return 'x' * (1 << 28)\n"),
    HostileSolution(
      name: "answers with what holds itself", text: "def double(n):\n    x = []\n    x.append(x)\n    return x\n"),
  ]
}
