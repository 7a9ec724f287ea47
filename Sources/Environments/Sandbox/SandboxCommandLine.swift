import Foundation

/// The command that starts a worker inside the system's sandbox.
struct SandboxCommandLine {
  /// The unprivileged user that a worker started by root becomes: a number that no account has.
  static let unprivilegedUser = 64_613

  var executable: String
  var arguments: [String]
  var environment: [String]

  #if os(Linux)
    /// What is the same in every sandbox: nothing of the system but `/usr`, read-only, and what the linker needs.
    init(python: PythonInterpreter, program: String) throws {
      let candidates = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"]
      guard let bubblewrap = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
        throw SandboxError(
          .noSandbox, "Untrusted code needs bubblewrap, which is not installed: run `sudo apt-get install bubblewrap`.")
      }
      var box = [
        "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
        "--die-with-parent", "--new-session", "--hostname", "sandbox", "--clearenv", "--setenv", "LANG", "C.UTF-8",
        "--ro-bind", "/usr", "/usr",
      ]
      if geteuid() == 0 {
        // Without a user namespace, whose root would be the system's: the worker becomes somebody else at once.
        box += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
      } else {
        box += ["--unshare-user"]
      }
      for path in ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"] {
        if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
          box += ["--symlink", target, path]
        } else if FileManager.default.fileExists(atPath: path) {
          box += ["--ro-bind", path, path]
        }
      }
      // Directories that are made for what lies in them would be their maker's alone.
      for directory in ["/etc", "/tmp", Self.packages] { box += ["--perms", "0755", "--dir", directory] }
      box += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--proc", "/proc", "--dev", "/dev"]
      var directories: Set<String> = ["/", "/etc", "/tmp"]
      for path in (python.libraries + [python.executable]).sorted() where !path.hasPrefix("/usr/") {
        for parent in Self.parents(of: path) where directories.insert(parent).inserted {
          box += ["--perms", "0755", "--dir", parent]
        }
        box += ["--ro-bind", path, path]
      }
      for (name, path) in python.packages.sorted(by: { $0.key < $1.key }) {
        let file = (path as NSString).lastPathComponent
        box += ["--ro-bind", path, Self.packages + "/" + (file.hasSuffix(".py") ? file : name)]
      }
      box += ["--remount-ro", "/dev", "--remount-ro", "/"]
      executable = bubblewrap
      arguments = ["bwrap"] + box + ["--", python.executable, "-I", "-u", "-X", "utf8", "-c", program]
      environment = []
    }

    private static func parents(of path: String) -> [String] {
      var parents: [String] = []
      var parent = (path as NSString).deletingLastPathComponent
      while parent != "/", !parent.isEmpty {
        parents.append(parent)
        parent = (parent as NSString).deletingLastPathComponent
      }
      return parents.reversed()
    }

    static let packages = "/packages"
    let box: String? = nil
  #else
    /// A directory of the worker's own, the only one that it may write to. Whoever made it removes it.
    let box: String?

    /// macOS has no namespaces: the profile denies the network and every file but the system's and the worker's own.
    init(python: PythonInterpreter, program: String) throws {
      let sandbox = "/usr/bin/sandbox-exec"
      guard FileManager.default.isExecutableFile(atPath: sandbox) else {
        throw SandboxError(.noSandbox, "Untrusted code needs sandbox-exec, which this system does not have.")
      }
      let directory = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        .appending(path: "titer-sandbox-\(UUID())").path
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let readable =
        [
          "/usr", "/bin", "/System", "/Library/Developer", "/Library/Frameworks", "/private/var/db/dyld", "/dev",
          directory,
        ]
        + python.libraries + [python.executable] + python.packages.values.sorted()
      let profile = """
        (version 1)
        (deny default)
        (allow process-fork) (allow process-exec) (allow signal (target same-sandbox)) (allow sysctl-read)
        (allow mach-lookup (global-name "com.apple.system.logger"))
        (allow file-read-metadata)
        (allow file-read* (literal "/") \(readable.map { "(subpath \"\($0)\")" }.joined(separator: " ")))
        (allow file-write* (subpath "\(directory)") (literal "/dev/null"))
        """
      box = directory
      executable = sandbox
      arguments = ["sandbox-exec", "-p", profile, python.executable, "-I", "-u", "-X", "utf8", "-c", program]
      environment = ["TITER_BOX=\(directory)", "LANG=en_US.UTF-8"]
    }

  #endif
}
