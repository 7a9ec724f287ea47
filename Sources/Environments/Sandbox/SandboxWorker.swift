import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A sandbox with a warm interpreter, which runs one job at a time.
///
/// Not thread-safe: the pool gives a worker to one job, and blocks that job's thread.
final class SandboxWorker {
  private let process: pid_t
  private let commands: DescriptorPair
  private let reports: DescriptorPair
  private let data: DescriptorPair
  private let records: DescriptorPair
  private let output: DescriptorPair
  private let error: DescriptorPair
  private let box: String?
  private(set) var isAlive = true
  /// The Python's version.
  private(set) var version = ""

  struct Report: Decodable {
    var version: String?
    var missing: [String]?
    var error: String?
    var status: Int?
    var signal: Int?
    var stopped: String?
    var wall: Double?
    var cpu: Double?
  }

  private struct Settings: Encodable {
    var user: Int
    var paths: [String]
    var modules: [[String]]
    var preload: [String]
  }

  /// Starts a worker and waits until it is ready.
  init(_ configuration: SandboxConfiguration, python: PythonInterpreter) throws {
    let line = try SandboxCommandLine(
      python: python, program: String(decoding: PackageResources.worker_py, as: UTF8.self))
    box = line.box
    commands = try DescriptorPair()
    reports = try DescriptorPair()
    data = try DescriptorPair()
    records = try DescriptorPair()
    output = try DescriptorPair()
    error = try DescriptorPair()
    // Ends whose other side is with the sandbox never block us, and never raise SIGPIPE: their reading ends stay open.
    for end in [data.writing, commands.writing] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    for end in [reports, records, output, error].map(\.reading) {
      _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
    }
    let inherited: [Int32: Int32] = [
      0: commands.reading, 1: reports.writing, 2: error.writing, 3: data.reading, 4: records.writing,
      5: output.writing, 6: error.writing,
    ]
    let (executable, arguments, environment) = (line.executable, line.arguments, line.environment)
    let started = SpawnThread.shared.sync { Self.spawn(executable, arguments, environment, inherited) }
    process = started.process
    guard started.code == 0 else {
      isAlive = false
      throw SandboxError(.noSandbox, "Could not start \(executable): \(String(cString: strerror(started.code))).")
    }
    #if os(Linux)
      let paths = python.packages.isEmpty ? [] : [SandboxCommandLine.packages]
    #else
      let paths = Set(python.packages.values.map { ($0 as NSString).deletingLastPathComponent }).sorted()
    #endif
    let settings = Settings(
      user: SandboxCommandLine.unprivilegedUser, paths: paths,
      modules: configuration.modules.map { [$0.name, $0.source] }, preload: configuration.preload)
    var pending = PendingBytes()
    pending.append(try JSONEncoder().encode(settings))
    pending.append([UInt8(ascii: "\n")])
    let report = try exchange(&pending, to: commands.writing, within: 30)
    if let problem = report.error {
      throw SandboxError(
        .refused,
        "The system does not let the sandbox be made (\(problem)): allow unprivileged user namespaces, "
          + "`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` on Ubuntu.")
    }
    version = report.version ?? ""
  }

  deinit {
    for pair in [commands, reports, data, records, output, error] {
      _ = close(pair.reading)
      _ = close(pair.writing)
    }
    if process > 0 {
      // bubblewrap takes the sandbox's first process with it, and that one everything else.
      _ = kill(process, SIGKILL)
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
    if let box { try? FileManager.default.removeItem(atPath: box) }
  }

  /// Runs a job.
  ///
  /// - Parameters:
  ///   - payload: What the cell is given at its beginning.
  ///   - dialogue: Answers what it sends back.
  /// - Throws: `SandboxError` with the code `lost`; the worker is of no use any more.
  func run(
    payload: [UInt8], dialogue: (any SandboxDialogue)?, limits: SandboxLimits, recordBytes: Int
  ) throws -> SandboxResult {
    var dialogue = dialogue
    var result = SandboxResult(
      status: nil, stop: nil, output: Data(), error: Data(), files: [:], isTruncated: false, wallSeconds: 0,
      cpuSeconds: 0, recorded: Data())
    var pendingCommands = PendingBytes()
    pendingCommands.append(try Self.line(limits))
    var pendingData = PendingBytes()
    pendingData.append(payload)
    var recorded = Data()
    var heard = 0
    var isStopping = false
    var reported = Data()
    let end = Date(timeIntervalSinceNow: limits.wallSeconds + 20)
    func stop() {
      guard !isStopping else { return }
      isStopping = true
      pendingCommands.append(Array("null\n".utf8))
    }
    func absorb() {
      Self.read(records.reading, into: &recorded, limit: recordBytes)
      while dialogue != nil, let end = recorded[heard...].firstIndex(of: UInt8(ascii: "\n")) {
        let record = Data(recorded[heard..<end])
        heard = end + 1
        switch dialogue?.reply(to: record) {
        case .lines(let lines): for line in lines { pendingData.append(Array((line + "\n").utf8)) }
        case .stop: stop()
        case nil: break
        }
      }
      Self.read(output.reading, into: &result.output, limit: limits.outputBytes)
      Self.read(error.reading, into: &result.error, limit: limits.outputBytes)
      if result.output.count + result.error.count > limits.outputBytes || recorded.count > recordBytes {
        if !isStopping { result.stop = .output }
        stop()
      }
    }
    while true {
      pendingCommands.write(to: commands.writing)
      pendingData.write(to: data.writing)
      var descriptors = [reports, records, output, error].map {
        pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0)
      }
      if !pendingData.isEmpty { descriptors.append(pollfd(fd: data.writing, events: Int16(POLLOUT), revents: 0)) }
      let left = end.timeIntervalSinceNow
      guard left > 0 else { throw lost("does not answer") }
      guard poll(&descriptors, nfds_t(descriptors.count), Int32(min(left, 1) * 1000) + 1) >= 0 || errno == EINTR else {
        throw lost("cannot be heard")
      }
      absorb()
      if try readReport(into: &reported) { break }
    }
    absorb()
    drain()
    let report = try JSONDecoder().decode(Report.self, from: reported)
    result.status = report.status
    result.wallSeconds = report.wall ?? 0
    result.cpuSeconds = report.cpu ?? 0
    if result.stop == nil, let stopped = report.stopped { result.stop = SandboxResult.Stop(rawValue: stopped) }
    result.recorded = recorded
    return result
  }

  // MARK: - Talking to it

  private static func line(_ limits: SandboxLimits) throws -> [UInt8] {
    struct Line: Encodable {
      var wall: Double
      var memory: Int
      var processes: Int
      var disk: Int
    }
    let line = Line(
      wall: limits.wallSeconds, memory: limits.memoryBytes, processes: limits.processes, disk: limits.diskBytes)
    return Array(try JSONEncoder().encode(line)) + [UInt8(ascii: "\n")]
  }

  /// Sends a line and waits for a report.
  private func exchange(_ pending: inout PendingBytes, to descriptor: Int32, within seconds: Double) throws -> Report {
    let end = Date(timeIntervalSinceNow: seconds)
    var reported = Data()
    while true {
      pending.write(to: descriptor)
      var descriptors = [pollfd(fd: reports.reading, events: Int16(POLLIN), revents: 0)]
      if !pending.isEmpty { descriptors.append(pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)) }
      guard end.timeIntervalSinceNow > 0 else { throw lost("does not answer") }
      _ = poll(&descriptors, nfds_t(descriptors.count), 200)
      if try readReport(into: &reported) { return try JSONDecoder().decode(Report.self, from: reported) }
    }
  }

  /// Whether a whole report has come.
  private func readReport(into reported: inout Data) throws -> Bool {
    Self.read(reports.reading, into: &reported, limit: 1 << 20)
    if reported.last == UInt8(ascii: "\n") { return true }
    // We hold the pipes' other ends as well, so that no end of them tells of the process's.
    var information = siginfo_t()
    if waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0, information.si_signo == SIGCHLD {
      Self.read(reports.reading, into: &reported, limit: 1 << 20)
      guard reported.last == UInt8(ascii: "\n") else { throw lost("ended") }
      return true
    }
    return false
  }

  private func lost(_ what: String) -> SandboxError {
    isAlive = false
    var said = Data()
    Self.read(error.reading, into: &said, limit: 4_000)
    let text = String(decoding: said.prefix(1_000), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return SandboxError(
      version.isEmpty ? .refused : .lost,
      version.isEmpty
        ? "The sandbox could not be made\(text.isEmpty ? "" : " (\(text))"): see that `bwrap --ro-bind / / true` works."
        : "The sandbox \(what). Try again; what ran in it has no result.")
  }

  /// Takes what the last job did not read, so that the next one does not get it.
  private func drain() {
    var descriptor = pollfd(fd: data.reading, events: Int16(POLLIN), revents: 0)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while poll(&descriptor, 1, 0) > 0, descriptor.revents & Int16(POLLIN) != 0 {
      guard Foundation.read(data.reading, &buffer, buffer.count) > 0 else { return }
    }
  }

  /// Reads what is there, keeping no more than `limit` bytes and one.
  private static func read(_ descriptor: Int32, into data: inout Data, limit: Int) {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
      // No more than a few at once, or something that never stops writing would keep us here.
      for _ in 0..<16 {
        let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        let room = limit + 1 - data.count
        if room > 0 { data.append(contentsOf: buffer.prefix(min(count, room))) }
        if count < buffer.count { return }
      }
    }
  }

  // MARK: - Starting it

  private struct Started: Sendable {
    var process: pid_t
    var code: Int32
  }

  private static func spawn(
    _ executable: String, _ arguments: [String], _ environment: [String], _ descriptors: [Int32: Int32]
  ) -> Started {
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
    for (target, source) in descriptors.sorted(by: { $0.key < $1.key }) {
      posix_spawn_file_actions_adddup2(&actions, source, target)
    }
    #if os(Linux)
      // What Titer holds open, and the locks that go with it, are none of the sandbox's business.
      for descriptor in (descriptors.keys.max() ?? 2) + 1..<1024 {
        posix_spawn_file_actions_addclose(&actions, descriptor)
      }
    #endif
    // A group of its own: an interruption from the terminal is for us to handle.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    sigdelset(&all, SIGKILL)
    sigdelset(&all, SIGSTOP)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let argv = arguments.map { strdup($0) } + [nil]
    let envp = environment.map { strdup($0) } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, executable, &actions, &attributes, argv, envp)
    return Started(process: code == 0 ? process : 0, code: code)
  }
}
