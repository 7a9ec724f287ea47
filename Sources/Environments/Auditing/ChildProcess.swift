import Foundation

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A process in a session of its own that is ended with all that it started.
struct ChildProcess {
  var arguments: [String]
  var environment: [String: String]
  var directory: URL
  /// Files for standard input, output and error.
  var input: URL
  var output: URL
  var complaint: URL

  /// What names the process and its descendants in their environment.
  static let mark = "TITER_AUDIT_PROCESS"

  /// Runs it to its end or to the deadline.
  ///
  /// Between Titer and the process stands a shell: what kills its parent kills that. It also bounds the size of files.
  ///
  /// - Returns: the exit status, 128 and more for a signal; `nil` where the deadline came first.
  /// - Throws: `EnvironmentAuditError` where the system starts no process.
  func run(for limit: Duration) async throws -> Int32? {
    let identifier = UUID().uuidString
    var environment = environment
    environment[Self.mark] = identifier
    // Standard input is a pipe, as it would be elsewhere: nobody can read it a second time.
    let script = "ulimit -f 131072; cd \"$0\" || exit 127; input=$1; shift; cat \"$input\" | \"$@\"; exit $?"
    let words = ["/bin/sh", "-c", script, directory.path, input.path] + arguments
    let process = try spawn(words, environment)
    let deadline = ContinuousClock.now + limit
    var status: Int32 = 0
    var ended: Int32?
    var pause = Duration.milliseconds(2)
    while true {
      let found = waitpid(process, &status, WNOHANG)
      if found == process {
        let signal = status & 0x7f
        ended = signal == 0 ? (status >> 8) & 0xff : 128 + signal
        break
      }
      if found < 0 && errno != EINTR { break }
      if ContinuousClock.now >= deadline || Task.isCancelled { break }
      // swift-format-ignore: NeverUseForceTry
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(20))
    }
    kill(-process, SIGKILL)
    Self.killDescendants(of: process, identifier)
    if ended == nil {
      kill(process, SIGKILL)
      while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }
    try Task.checkCancellation()
    return ended
  }

  private func spawn(_ words: [String], _ environment: [String: String]) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, complaint.path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
    #if canImport(Darwin)
      let closing = Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
      let session: Int16 = 0x0400
    #else
      // What Titer holds open is none of a grader's business.
      for descriptor in Int32(3)..<256 { posix_spawn_file_actions_addclose(&actions, descriptor) }
      let closing: Int16 = 0
      let session: Int16 = 0x80
    #endif
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let flags = session | closing | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, flags)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, &variables)
    guard code == 0 else {
      throw EnvironmentAuditError(.cannotStart, "no process can be started: \(String(cString: strerror(code)))")
    }
    return process
  }

  /// Ends what left the session: whatever still has the mark in its environment.
  private static func killDescendants(of parent: pid_t, _ identifier: String) {
    #if os(Linux)
      let needle = Data("\(mark)=\(identifier)".utf8)
      for _ in 0..<3 {
        var found = false
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
          // Numbers are given in turn, so that only later ones are looked at; where they began anew the session is left.
          guard let process = pid_t(name), process > parent,
            let data = FileManager.default.contents(atPath: "/proc/\(name)/environ"),
            data.range(of: needle) != nil
          else { continue }
          found = kill(process, SIGKILL) == 0 || found
        }
        if !found { return }
      }
    #endif
  }
}
