import HTTPTypes
import OpenAIBackend
import Statistics

/// A request of Tinker's API that is near to one that makes sense, or far from it.
struct FuzzedTinkerRequest {
  var method: HTTPRequest.Method = .post
  var path: String
  var body: [UInt8]?

  private static let root = "/api/v1/"
  private static let posts = [
    "create_session", "session_heartbeat", "create_model", "get_info", "unload_model", "forward", "forward_backward",
    "optim_step", "save_weights", "load_weights", "save_weights_for_sampler", "create_sampling_session", "asample",
    "retrieve_future", "retrieve_futures", "cancel_future", "weights_info", "telemetry", "client/config",
    "client/dynamic_config",
  ]
  private static let others = [
    "training_runs", "training_runs?limit=-1", "training_runs/%ff", "training_runs/x/checkpoints", "checkpoints",
    "sessions", "sessions/x", "samplers/..%2f..", "healthz", "get_server_capabilities", "nothing",
    "training_runs/x/y/z",
    "training_runs/a/checkpoints/weights/b", "training_runs/a/checkpoints/weights/b/ttl", "sessions/x/finish",
  ]
  private static let fields = [
    "session_id", "model_id", "seq_id", "model_seq_id", "base_model", "lora_config", "rank", "seed", "train_mlp",
    "forward_backward_input", "forward_input", "data", "loss_fn", "loss_fn_config", "model_input", "chunks", "tokens",
    "loss_fn_inputs", "target_tokens", "weights", "dtype", "shape", "adam_params", "learning_rate", "beta1", "eps",
    "path", "optimizer", "ttl_seconds", "overwrite", "sampling_session_seq_id", "sampling_session_id", "num_samples",
    "prompt", "sampling_params", "max_tokens", "stop", "temperature", "top_p", "top_k", "prompt_logprobs",
    "topk_prompt_logprobs", "prompt_logprobs_last_n", "request_id", "tinker_path", "user_metadata", "model_path",
    "type",
    "target", "prev_cursor", "timeout", "optimizer_config", "kind",
  ]

  private static let noise = JSONNoise(names: fields, texts: [":train:", "tinker://"])

  /// - Parameters:
  ///   - session: one that there is.
  ///   - model: one that there is.
  init(session: String, model: String, _ generator: inout SeededGenerator) {
    let name = Self.posts[Int.random(in: 0..<Self.posts.count, using: &generator)]
    path = Self.root + name
    switch generator.nextUnit() {
    case ..<0.08:
      let methods: [HTTPRequest.Method] = [.get, .put, .delete, .post, .patch]
      method = methods[Int.random(in: 0..<5, using: &generator)]
      path = Self.root + Self.others[Int.random(in: 0..<Self.others.count, using: &generator)]
    case ..<0.14:
      body = (0..<Int.random(in: 0...60, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
    default:
      var value = Self.request(name, session: session, model: model, &generator)
      for _ in 0..<[0, 0, 0, 1, 1, 3][Int.random(in: 0..<6, using: &generator)] {
        value = Self.spoiled(value, &generator)
      }
      // A question for what never comes would be held.
      if name == "retrieve_futures", case .object(let members) = value {
        value = .object(members.filter { $0.key != "timeout" } + [.init("timeout", 0)])
      }
      var bytes = JSONWriter.bytes(of: value)
      if generator.nextUnit() < 0.1, !bytes.isEmpty, name != "retrieve_futures" {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      body = bytes
    }
  }

  /// A request that makes sense, most often.
  private static func request(
    _ name: String, session: String, model: String, _ generator: inout SeededGenerator
  ) -> JSONValue {
    func pick(_ values: JSONValue...) -> JSONValue { values[Int.random(in: 0..<values.count, using: &generator)] }
    let number = JSONValue.integer(Int.random(in: -1...400, using: &generator))
    let owner: [JSONValue.Member] = [
      .init("model_id", pick(.string(model), .string(model), "nobody:train:0")), .init("seq_id", number),
    ]
    let input: JSONValue = ["chunks": [["type": "encoded_text", "tokens": pick([3, 4, 5], [3], [], [1, 100_000])]]]
    let tensor: JSONValue = [
      "data": pick([1, 2, 3], [0.5, 1, 0], [9]), "dtype": pick("int64", "float32"), "shape": [3],
    ]
    let batch: JSONValue = [
      "loss_fn": pick("cross_entropy", "ppo", "cispo", "importance_sampling", "dro"),
      "data": [
        [
          "model_input": input,
          "loss_fn_inputs": [
            "target_tokens": ["data": [4, 5, 6], "dtype": "int64", "shape": [3]], "weights": tensor,
            "logprobs": ["data": [-1, -2, -3], "dtype": "float32"],
            "advantages": ["data": [1, 0, -1], "dtype": "float32"],
          ],
        ]
      ],
    ]
    let path = pick(
      .string("tinker://\(model)/weights/a"), "tinker://x/weights/a", "a",
      .string("tinker://\(model)/sampler_weights/a"))
    let members: [JSONValue.Member] =
      switch name {
      case "create_session": [.init("tags", []), .init("user_metadata", ["a": 1]), .init("sdk_version", "0")]
      case "session_heartbeat": [.init("session_id", pick(.string(session), "x"))]
      case "create_model":
        [
          .init("session_id", pick(.string(session), "x")), .init("model_seq_id", pick(0, 1, 2)),
          .init("base_model", pick("tiny", "other")), .init("lora_config", ["rank": pick(1, 2, 0), "seed": 3]),
        ]
      case "forward": owner + [.init("forward_input", batch)]
      case "forward_backward": owner + [.init("forward_backward_input", batch)]
      case "optim_step": owner + [.init("adam_params", ["learning_rate": pick(0, 1e-4, 1e30), "eps": pick(1e-8, 0)])]
      case "save_weights", "save_weights_for_sampler":
        owner + [.init("path", pick("a", "../b", "c")), .init("overwrite", pick(true, false))]
      case "load_weights": owner + [.init("path", path), .init("optimizer", pick(true, false))]
      case "create_sampling_session":
        [
          .init("session_id", .string(session)), .init("sampling_session_seq_id", pick(0, 1, 2)),
          .init("base_model", "tiny"), .init("model_path", pick(.null, path)),
        ]
      case "asample":
        [
          .init("sampling_session_id", pick(.string("\(session):sample:0"), "x", .null)), .init("seq_id", number),
          .init("base_model", "tiny"), .init("num_samples", pick(1, 2, 0)), .init("prompt", input),
          .init(
            "sampling_params",
            ["max_tokens": pick(1, 4), "temperature": pick(1, 0, 1e-20), "stop": pick([], ["a"], [3])]),
          .init("prompt_logprobs", pick(true, false)), .init("topk_prompt_logprobs", pick(0, 2, 50)),
        ]
      case "retrieve_futures":
        [
          .init("target", ["sampling_session_id": pick(.string("\(session):sample:0"), "x")]),
          .init("prev_cursor", number),
        ]
      case "retrieve_future", "cancel_future":
        // What was never promised, so that nobody waits.
        [
          .init(
            "request_id",
            pick(.string("\(model):0"), .string("\(model):100000"), "x", .string("\(session):sample:0:-5")))
        ]
      case "weights_info": [.init("tinker_path", path)]
      // The model of the others stays.
      case "unload_model": [.init("model_id", pick("nobody:train:0", .string("\(session):train:2")))]
      default: owner
      }
    return .object(members)
  }

  /// The same with something else in one place.
  private static func spoiled(_ value: JSONValue, _ generator: inout SeededGenerator) -> JSONValue {
    switch value {
    case .object(var members) where !members.isEmpty && generator.nextUnit() < 0.85:
      let place = Int.random(in: 0..<members.count, using: &generator)
      switch generator.nextUnit() {
      case ..<0.15: members.remove(at: place)
      case ..<0.25:
        let name = fields[Int.random(in: 0..<fields.count, using: &generator)]
        members.append(.init(name, noise.value(&generator)))
      default: members[place].value = spoiled(members[place].value, &generator)
      }
      return .object(members)
    case .array(var elements) where !elements.isEmpty && generator.nextUnit() < 0.7:
      let place = Int.random(in: 0..<elements.count, using: &generator)
      elements[place] = spoiled(elements[place], &generator)
      return .array(elements)
    default: return noise.value(&generator)
    }
  }
}
