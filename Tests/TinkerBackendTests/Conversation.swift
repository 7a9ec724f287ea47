import Foundation
import ModelBackend
import TinkerBackend

/// A server that behaves, but for what a test puts in the way.
struct Conversation {
  let server: ScriptedServer
  let provider: TinkerModelProvider

  static let lora = LoRAConfiguration(rank: 2, alpha: 32)
  static let waiting = TinkerWaiting(
    patience: .seconds(120), longest: .seconds(120), exchange: .seconds(60), firstPause: .milliseconds(1),
    longestPause: .milliseconds(5), heartbeat: .seconds(60))

  /// What a test puts in the way: an answer in the server's place, or `nil` where it may answer itself. It gets the
  /// path, the request, and how many came for this path before.
  typealias Disturbance = @Sendable (String, ScriptedServer.Call, Int) -> ScriptedServer.Answer?

  /// Two tokens in, two out.
  static let datum = Datum(
    tokens: [1, 2], targets: [2, 3], weights: [0, 1], advantages: [0, 2], samplerLogProbabilities: [0, -1])

  init(
    _ dialect: TinkerDialect = .skyrl, waiting: TinkerWaiting = Conversation.waiting, port: Int = 0,
    environment: [String: String] = [TinkerServer.keyVariable: "tml-secret"],
    disturb: @escaping Disturbance = { _, _, _ in nil }
  ) async throws {
    server = try await ScriptedServer.start(port: port) { path, call, earlier in
      disturb(path, call, earlier) ?? Self.answer(path, call)
    }
    provider = TinkerModelProvider(
      try TinkerServer(url: server.url, dialect: dialect, waiting: waiting, environment: environment))
  }

  func trainer() async throws -> any Trainer {
    try await provider.trainer(from: CheckpointReference("base"), lora: Self.lora)
  }

  /// The calls of one path.
  func calls(_ path: String) -> [ScriptedServer.Call] { server.calls.filter { $0.path == path } }

  /// A promise is named for what was called and how large it was.
  private static func answer(_ path: String, _ call: ScriptedServer.Call) -> ScriptedServer.Answer {
    switch path {
    // It reads JSON alone, and says so.
    case "client/config": return .json(#"{"proto_write_fwdbwd": false}"#)
    case "get_server_capabilities": return .json(#"{"supported_models": [{"model_name": "base"}]}"#)
    case "create_session": return .json(#"{"session_id": "s", "type": "create_session"}"#)
    case "session_heartbeat": return .json(#"{"type": "session_heartbeat"}"#)
    case "create_model": return .json(#"{"request_id": "create_model", "model_id": "m"}"#)
    case "create_sampling_session": return .json(#"{"sampling_session_id": "sampling"}"#)
    case "forward_backward":
      let input = call.value("forward_backward_input", "data") as? [Any]
      return .json(#"{"request_id": "forward_backward/\#(input?.count ?? 0)"}"#)
    case "retrieve_future":
      return .json(result(of: (call.value("request_id") as? String ?? "").split(separator: "/").map(String.init)))
    default: return .json(#"{"request_id": "\#(path)"}"#)
    }
  }

  private static func result(of request: [String]) -> String {
    switch request[0] {
    case "create_model": return #"{"model_id": "m"}"#
    case "forward_backward":
      let output = #"{"logprobs": {"data": [-0.5, -1.5]}, "elementwise_loss": {"data": [0, 3]}}"#
      let outputs = [String](repeating: output, count: Int(request[1]) ?? 0).joined(separator: ",")
      return #"{"loss_fn_outputs": [\#(outputs)], "metrics": {"loss:sum": 7}}"#
    case "optim_step": return #"{"metrics": {"skyrl.ai/grad_norm": 0.25}}"#
    case "save_weights": return #"{"path": "tinker://m/weights/a"}"#
    case "save_weights_for_sampler": return #"{"sampling_session_id": "sampling", "path": null}"#
    case "asample":
      return """
        {"sequences": [{"tokens": [5, 6], "logprobs": [-1, -2], "stop_reason": "stop"}], \
        "prompt_logprobs": [null, -0.25, -0.75]}
        """
    default: return "{}"
    }
  }
}
