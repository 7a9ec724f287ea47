import ArgumentParser
import Experiments
import Foundation
import Service

/// `titer serve`: the dashboard, and models behind OpenAI's API and Tinker's.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the dashboard, and models of the embedded engine behind OpenAI's API and Tinker's.",
    discussion: """
      titer serve
      titer serve --model path/to/Qwen3-0.6B --model mine=20260101-120000-generalization-hacking:full@100

      The dashboard is at the address that is printed, OpenAI's API below /v1, Tinker's below /api/v1 (set \
      TINKER_BASE_URL to the address). A request may name any checkpoint of a run as \
      its model, run:arm@step; those named with --model are read at the start and stay.

      Only this machine can reach 127.0.0.1. On any other --host every request has to bear a token, which is read from \
      --token-file or from TITER_SERVE_TOKEN. ^C and SIGTERM end the service once what is under way is done.
      """)

  @Option(
    name: [.customLong("runs"), .customLong("directory")],
    help: "Where runs and the cache of finished stages lie.")
  var runs = ".titer"

  @Option(name: .long, help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(name: .long, help: "The port to listen on; 0 for any that is free.")
  var port = 8400

  @Option(
    name: .long,
    help: "A directory with config.json and model.safetensors, or run[:arm[@step]]; NAME=… calls it NAME. Repeatable.")
  var model: [String] = []

  @Option(name: .long, help: "A file with the token that requests have to bear.")
  var tokenFile: String?

  @Option(name: .long, help: "The PEM file of a TLS certificate, with its chain.")
  var tlsCertificate: String?

  @Option(name: .long, help: "The PEM file of the certificate's key.")
  var tlsKey: String?

  @Option(name: .long, help: "Requests that may be under way or wait; those beyond are refused with status 429.")
  var maximumRequests = 512

  @Option(
    name: .long,
    help: "Requests a second that one address may send after a burst; unlimited on loopback by default, 100 elsewhere.")
  var requestsPerSecond: Double?

  @Option(name: .long, help: "Seconds that one request may take.")
  var timeout = 600

  @Option(name: .long, help: "Threads of each model; all of the machine's by default.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    if threads < 1 || maximumRequests < 1 || timeout < 1 {
      throw ValidationError("--threads, --maximum-requests and --timeout are at least 1")
    }
  }

  func run() async throws {
    let workspace = Workspace(URL(filePath: runs, directoryHint: .isDirectory))
    let configuration = ServiceConfiguration(
      host: host, port: port, token: try token(), certificate: tlsCertificate.map { URL(filePath: $0) },
      privateKey: tlsKey.map { URL(filePath: $0) }, maximumRequests: maximumRequests,
      requestsPerSecond: requestsPerSecond, timeout: .seconds(timeout))
    let models = ModelStore(workspace: workspace, threadCount: threads)
    let service = try ServiceApplication(configuration, workspace: workspace, models: models)
    for name in model {
      let parts = name.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2, !FileManager.default.fileExists(atPath: name) {
        try await models.open(parts[1], as: parts[0])
      } else {
        try await models.open(name)
      }
    }
    let scheme = tlsCertificate == nil ? "http" : "https"
    try await service.run { [host] port in
      let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
      // Whoever waits for the service reads this line.
      print("titer serves on \(scheme)://\(name):\(port)")
      fflush(nil)
    }
  }

  private func token() throws -> String? {
    guard let tokenFile else {
      return ProcessInfo.processInfo.environment["TITER_SERVE_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
    }
    do {
      return try String(contentsOfFile: tokenFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    } catch {
      throw ServiceError(
        .internalServerError, .misconfigured, "The token file \(tokenFile) cannot be read. Check that it is there.")
    }
  }
}
