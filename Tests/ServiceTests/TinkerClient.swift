import Foundation
import Language
import ModelBackend
import OpenAIBackend
import Testing
import TinkerBackend

/// Speaks Tinker's API to the service, request by request.
struct TinkerClient: Sendable {
  let service: TestService
  let session: String

  /// Begins a session.
  init(_ service: TestService) async throws {
    self.service = service
    let answer = try await service.post(
      "/api/v1/create_session", ["tags": [], "user_metadata": ["who": "test", "step": 3], "sdk_version": "0"])
    session = try #require(answer.json["session_id"]?.text)
  }

  /// Sends a request.
  func post(_ path: String, _ body: JSONValue) async throws -> TestService.Answer {
    try await service.post("/api/v1/" + path, body)
  }

  /// Waits for what was promised.
  func result(_ promise: String) async throws -> JSONValue {
    while true {
      let answer = try await post("retrieve_future", ["request_id": .string(promise)])
      #expect(answer.status == 200, "\(answer.text)")
      if answer.json["type"] != "try_again" { return answer.json }
    }
  }

  /// Sends a request and waits for what it was promised.
  func result(of path: String, _ body: JSONValue) async throws -> JSONValue {
    let answer = try await post(path, body)
    #expect(answer.status == 200, "\(path): \(answer.text)")
    return try await result(try #require(answer.json["request_id"]?.text))
  }

  /// Creates a model and waits for it.
  func createModel(
    _ number: Int = 0, seed: Int = 7, rank: Int = 4, over base: String = "tiny"
  ) async throws -> String {
    let result = try await result(
      of: "create_model",
      [
        "session_id": .string(session), "model_seq_id": .integer(number), "base_model": .string(base),
        "lora_config": ["rank": .integer(rank), "seed": .integer(seed), "train_unembed": true],
        "user_metadata": ["name": "first"],
      ])
    return try #require(result["model_id"]?.text)
  }

  /// A `forward_backward` over data in cross-entropy.
  static func learn(_ model: String, _ number: Int, _ data: [Datum]) -> JSONValue {
    func tensor(_ values: [JSONValue], _ type: String) -> JSONValue {
      ["data": .array(values), "dtype": .string(type), "shape": [.integer(values.count)]]
    }
    let wire = data.map { datum -> JSONValue in
      [
        "model_input": [
          "chunks": [["type": "encoded_text", "tokens": .array(datum.tokens.map { .integer(Int($0)) })]]
        ],
        "loss_fn_inputs": [
          "target_tokens": tensor(datum.targets.map { .integer(Int($0)) }, "int64"),
          "weights": tensor(datum.weights.map { .number(Double($0)) }, "float32"),
        ],
      ]
    }
    return [
      "forward_backward_input": ["data": .array(wire), "loss_fn": "cross_entropy"], "model_id": .string(model),
      "seq_id": .integer(number),
    ]
  }

  /// An `optim_step`.
  static func step(_ model: String, _ number: Int, rate: Double = 0.01) -> JSONValue {
    [
      "adam_params": ["learning_rate": .number(rate)], "model_id": .string(model), "seq_id": .integer(number),
      "type": "optim_step",
    ]
  }
}

extension TestService {
  /// Titer's own client of the service.
  func provider() throws -> TinkerModelProvider {
    let url = try #require(URL(string: "http://127.0.0.1:\(port)"))
    return TinkerModelProvider(
      try TinkerServer(
        url: url, dialect: .tinker,
        waiting: TinkerWaiting(patience: .seconds(5), firstContact: .seconds(5), firstPause: .milliseconds(10)),
        environment: [TinkerServer.keyVariable: "tml-test"]))
  }
}
