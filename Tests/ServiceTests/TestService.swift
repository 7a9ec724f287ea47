import Experiments
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import OpenAIBackend
import Service
import Testing

/// The service under a client of its own.
struct TestService: Sendable {
  /// An answer with its JSON.
  struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields
    var text: String
    var json: JSONValue

    /// The `error.code` of a refusal.
    var code: String? { json["error"]?["code"]?.text }
    /// The `error.param` of a refusal.
    var parameter: String? { json["error"]?["param"]?.text }
    /// The first choice.
    var choice: JSONValue? { json["choices"]?.list.first }

    /// The objects of a stream, which ends with `[DONE]`.
    var events: [JSONValue] {
      get throws {
        let parts = text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
        #expect(parts.last == "data: [DONE]")
        return try parts.dropLast().map { try JSONReader.value(of: Array($0.dropFirst("data: ".count).utf8)) }
      }
    }
  }

  private let client: any TestClientProtocol

  /// The port that it listens on.
  var port: Int { client.port ?? 0 }

  /// Calls `body` with a service that has the model `tiny`.
  static func run(
    _ configuration: ServiceConfiguration = ServiceConfiguration(), threads: Int = 2,
    _ body: @Sendable @escaping (TestService, TestModel) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let model = try TestModel(in: directory.appending(path: "tiny"))
      try await run(models: [model.directory.path], configuration, threads: threads) { service in
        try await body(service, model)
      }
    }
  }

  /// Calls `body` with a service of the models in some directories.
  ///
  /// - Parameter place: its workspace, which stays; `nil` for one that is empty and goes.
  static func run(
    models directories: [String], _ configuration: ServiceConfiguration = ServiceConfiguration(), threads: Int = 2,
    in place: URL? = nil, _ body: @Sendable @escaping (TestService) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let workspace = Workspace(place ?? directory)
      let models = ModelStore(workspace: workspace, threadCount: threads)
      for directory in directories { try await models.open(directory) }
      let application = try ServiceApplication(configuration, workspace: workspace, models: models).application()
      try await application.test(.live) { client in try await body(TestService(client: client)) }
    }
  }

  /// Sends JSON.
  func post(_ path: String, _ value: JSONValue, headers: HTTPFields = [:]) async throws -> Answer {
    try await send(.post, path, body: JSONWriter.bytes(of: value), headers: headers)
  }

  /// Asks for something.
  func get(_ path: String, headers: HTTPFields = [:]) async throws -> Answer {
    try await send(.get, path, body: nil, headers: headers)
  }

  /// Sends bytes.
  func send(
    _ method: HTTPRequest.Method, _ path: String, body: [UInt8]?, headers: HTTPFields = [:]
  ) async throws -> Answer {
    try await client.execute(
      uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) }
    ) { response in
      let bytes = Array(response.body.readableBytesView)
      return Answer(
        status: response.status.code, headers: response.headers, text: String(decoding: bytes, as: UTF8.self),
        json: (try? JSONReader.value(of: bytes)) ?? .null)
    }
  }
}

extension JSONValue {
  /// The text that it is.
  var text: String? { if case .string(let text) = self { text } else { nil } }
  /// The elements of a list; none where it is no list.
  var list: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  /// The number that it is.
  var decimal: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }
  /// The numbers of a list.
  var decimals: [Double] { list.compactMap(\.decimal) }
  /// The members of an object.
  var members: [JSONValue.Member] { if case .object(let members) = self { members } else { [] } }
}
