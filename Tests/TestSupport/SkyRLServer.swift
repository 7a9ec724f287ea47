import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// SkyRL's server on a model's directory, on this machine's CPU.
package final class SkyRLServer {
  /// The server did not start, with what it printed.
  package struct Failure: Error, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
  }

  /// The interpreter of an environment with what `Server/requirements.txt` lists: `TITER_SKYRL_PYTHON` where that is
  /// set, else that of `.venv-skyrl`.
  package static var interpreter: URL? {
    let named = ProcessInfo.processInfo.environment["TITER_SKYRL_PYTHON"].map { URL(fileURLWithPath: $0) }
    let url = named ?? SourceTree.root.appending(path: ".venv-skyrl/bin/python")
    return FileManager.default.isExecutableFile(atPath: url.path) ? url : nil
  }

  package static let advice: String = """
    SkyRL is not installed: make an environment of Python 3.12 in .venv-skyrl with what \
    Tests/TinkerBackendTests/Server/requirements.txt lists, or set TITER_SKYRL_PYTHON to the Python of one.
    """

  package let url: URL
  package let checkpoints: URL
  private let model: URL
  private let directory: URL
  private let port: Int
  private let rank: Int
  private let batch: Int
  private var process: Process?

  /// Prepares a server of the model in `model` that keeps its files in `directory`.
  ///
  /// - Parameters:
  ///   - rank: the largest rank of adapters.
  ///   - batch: how many sequences are trained on, or sampled, at once.
  package init(model: URL, directory: URL, port: Int, rank: Int = 4, batch: Int = 4) {
    self.model = model
    self.directory = directory
    self.port = port
    self.rank = rank
    self.batch = batch
    url = URL(string: "http://127.0.0.1:\(port)") ?? directory
    checkpoints = directory.appending(path: "checkpoints")
  }

  /// Starts the server and waits until it answers.
  package func start() async throws {
    guard let interpreter = Self.interpreter else { throw Failure(description: Self.advice) }
    let tools = SourceTree.root.appending(path: "Tests/TinkerBackendTests/Server")
    let log = directory.appending(path: "server.log")
    if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
    let output = try FileHandle(forWritingTo: log)
    try output.seekToEnd()
    let process = Process()
    process.executableURL = tools.appending(path: "uv")
    process.arguments = [
      "run", "-m", "skyrl.tinker.api", "--base-model", model.path, "--backend", "jax", "--host", "127.0.0.1", "--port",
      String(port), "--checkpoints-base", checkpoints.path, "--database-url",
      "sqlite:///\(directory.appending(path: "tinker.db").path)", "--backend-config",
      """
      {"max_lora_adapters": 6, "max_lora_rank": \(rank), "train_micro_batch_size": \(batch), \
      "sample_max_num_sequences": \(batch), "loss_chunk_size": 0}
      """,
    ]
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = tools.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["TITER_SKYRL_PYTHON"] = interpreter.path
    environment["JAX_PLATFORMS"] = "cpu"
    environment["HF_HUB_OFFLINE"] = "1"
    process.environment = environment
    process.standardOutput = output
    process.standardError = output
    try process.run()
    self.process = process
    let deadline = ContinuousClock.now + .seconds(600)
    while ContinuousClock.now < deadline {
      if let (_, response) = try? await URLSession.shared.data(from: url.appending(path: "api/v1/healthz")),
        (response as? HTTPURLResponse)?.statusCode == 200
      {
        return
      }
      guard process.isRunning else { break }
      try await Task.sleep(for: .milliseconds(200))
    }
    stop()
    let printed = String(decoding: (try? Data(contentsOf: log).suffix(4_000)) ?? Data(), as: UTF8.self)
    throw Failure(description: "SkyRL's server did not start:\n\(printed)")
  }

  /// Kills the server and its engine at once, as a crash would.
  package func kill() {
    for identifier in descendants() { killAtOnce(identifier) }
    process?.waitUntilExit()
    process = nil
  }

  /// A port that is free now.
  package static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, streamType, 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isBound else { throw Failure(description: "There is no free port on 127.0.0.1.") }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  #if canImport(Glibc)
    private static let streamType = Int32(SOCK_STREAM.rawValue)
  #else
    private static let streamType = SOCK_STREAM
  #endif

  /// Ends the server.
  package func stop() { kill() }

  deinit { kill() }

  /// The process and everything that it started, children first.
  private func descendants() -> [Int32] {
    guard let process, process.isRunning else { return [] }
    let lister = Process()
    let pipe = Pipe()
    lister.executableURL = URL(filePath: "/bin/ps")
    lister.arguments = ["-A", "-o", "pid=,ppid="]
    lister.standardOutput = pipe
    guard (try? lister.run()) != nil else { return [process.processIdentifier] }
    let listed = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    var children: [Int32: [Int32]] = [:]
    for line in listed.split(separator: "\n") {
      let numbers = line.split(separator: " ").compactMap { Int32($0) }
      if numbers.count == 2 { children[numbers[1], default: []].append(numbers[0]) }
    }
    func tree(_ root: Int32) -> [Int32] { (children[root] ?? []).flatMap(tree) + [root] }
    return tree(process.processIdentifier)
  }
}

private func killAtOnce(_ identifier: Int32) { kill(identifier, SIGKILL) }
