import Foundation
import HTTPTypes
import OpenAIBackend
import Service
import Testing

@Suite("Refusals of Tinker's API") struct TinkerRefusalTests {
  /// A request, and what it is refused with. `SESSION` and `MODEL` stand for what there is.
  private static let cases: [(path: String, body: String, status: Int, says: String)] = [
    ("create_session", "", 400, "no JSON object"),
    ("create_session", "[1]", 400, "of the wrong type"),
    ("session_heartbeat", "{}", 400, "'session_id' is missing"),
    ("session_heartbeat", #"{"session_id": "nobody"}"#, 404, "There is no session 'nobody'"),
    ("create_model", #"{"session_id": "SESSION", "model_seq_id": 5, "base_model": "tiny"}"#, 400, "'lora_config'"),
    (
      "create_model",
      #"{"session_id": "SESSION", "model_seq_id": 5, "base_model": "none", "lora_config": {"rank": 2}}"#, 404,
      "There is no model 'none'"
    ),
    (
      "create_model",
      #"{"session_id": "SESSION", "model_seq_id": 5, "base_model": "tiny", "lora_config": {"rank": 0}}"#,
      400, "'lora_config.rank' is 0"
    ),
    (
      "create_model",
      #"{"session_id": "SESSION", "model_seq_id": -5, "base_model": "tiny", "lora_config": {"rank": 1}}"#, 400,
      "'model_seq_id'"
    ),
    (
      "create_model",
      """
      {"session_id": "SESSION", "model_seq_id": 5, "base_model": "tiny", \
      "lora_config": {"rank": 1, "train_attn": false, "train_mlp": false}}
      """, 400, "trains neither"
    ),
    (
      "create_model",
      """
      {"session_id": "SESSION", "model_seq_id": 5, "base_model": "tiny", "lora_config": {"rank": 1}, \
      "optimizer_config": {"type": "dimuon"}}
      """, 400, "'optimizer_config' is 'dimuon'"
    ),
    ("get_info", #"{"model_id": "nobody:train:0"}"#, 404, "not loaded"),
    ("optim_step", #"{"model_id": "nobody:train:0", "seq_id": 1, "adam_params": {}}"#, 404, "not loaded"),
    ("optim_step", #"{"model_id": "MODEL", "seq_id": 0, "adam_params": {}}"#, 400, "'seq_id' is 0; the first is 1"),
    ("optim_step", #"{"model_id": "MODEL", "seq_id": 1, "adam_params": {"beta1": 1}}"#, 400, "'adam_params.beta1'"),
    ("optim_step", #"{"model_id": "MODEL", "seq_id": 1, "adam_params": {"eps": 0}}"#, 400, "'adam_params.eps'"),
    (
      "optim_step", #"{"model_id": "MODEL", "seq_id": 1, "adam_params": {"learning_rate": -1}}"#, 400,
      "'adam_params.learning_rate'"
    ),
    ("optim_step", #"{"model_id": "MODEL", "seq_id": 1}"#, 400, "'adam_params' is missing"),
    ("optim_step", #"{"model_id": "MODEL", "seq_id": 9000000, "adam_params": {}}"#, 429, "wait for request"),
    (
      "forward_backward",
      #"{"model_id": "MODEL", "seq_id": 1, "forward_backward_input": {"data": [], "loss_fn": "dro"}}"#, 400,
      "there is no loss 'dro'"
    ),
    (
      "forward_backward",
      """
      {"model_id": "MODEL", "seq_id": 1, "forward_backward_input": {"data": [], "loss_fn": "cross_entropy", \
      "loss_fn_config": {"clip_low_threshold": 0.5}}}
      """, 400, "loss_fn_config has clip_low_threshold"
    ),
    ("load_weights", #"{"model_id": "MODEL", "path": "tinker://x/weights/y", "optimizer": 3}"#, 400, "'optimizer'"),
    ("load_weights", #"{"path": "tinker://x/weights/y", "optimizer": true}"#, 400, "'model_id' is missing"),
    (
      "load_weights",
      #"{"session_id": "SESSION", "model_seq_id": 7, "path": "tinker://x/weights/y", "optimizer": true}"#, 404,
      "There is no checkpoint tinker://x/weights/y"
    ),
    ("save_weights", #"{"model_id": "MODEL", "path": "a", "ttl_seconds": 0}"#, 400, "'ttl_seconds'"),
    (
      "save_weights_for_sampler", #"{"model_id": "MODEL", "sampling_session_seq_id": 0, "kind": "inflight"}"#, 400,
      "'kind' is 'inflight'"
    ),
    ("create_sampling_session", #"{"session_id": "SESSION", "sampling_session_seq_id": 0}"#, 400, "'base_model'"),
    (
      "create_sampling_session", #"{"session_id": "x", "sampling_session_seq_id": 0, "base_model": "tiny"}"#, 404,
      "There is no session 'x'"
    ),
    ("asample", #"{"sampling_session_id": "x", "prompt": {"chunks": []}, "sampling_params": {}}"#, 404, "session 'x'"),
    ("asample", #"{"base_model": "tiny", "prompt": {"chunks": []}, "sampling_params": {}}"#, 400, "'prompt' has no"),
    (
      "asample",
      #"{"base_model": "tiny", "prompt": {"chunks": [{"type": "image", "data": "x"}]}, "sampling_params": {}}"#, 400,
      "only encoded_text is taken"
    ),
    ("retrieve_future", #"{"request_id": "nothing"}"#, 404, "Nothing was promised"),
    ("retrieve_future", #"{"request_id": "MODEL:77"}"#, 410, "no longer kept"),
    ("retrieve_future", #"{"request_id": 3}"#, 400, "'request_id' is of the wrong type"),
    ("retrieve_futures", #"{"target": {"sampling_session_id": "x"}}"#, 404, "session 'x'"),
    ("weights_info", #"{"tinker_path": "tinker://x/weights/y"}"#, 404, "There is no checkpoint"),
  ]

  @Test("Each request is refused in the API's own shape, with a sentence that names what is wrong")
  func refusals() async throws {
    try await TestService.run { service, _ in
      let client = try await TinkerClient(service)
      let model = try await client.createModel()
      for (path, body, status, says) in Self.cases {
        let body = body.replacing("SESSION", with: client.session).replacing("MODEL", with: model)
        let answer = try await service.send(.post, "/api/v1/" + path, body: Array(body.utf8))
        #expect(answer.status == status, "\(path) \(body): \(answer.text)")
        #expect(answer.json["detail"]?.text?.contains(says) == true, "\(path) \(body): \(answer.text)")
      }
    }
  }

  /// A change to a good sampling request, and what it is refused with.
  private static let sampling: [(name: String, value: JSONValue, says: String)] = [
    ("num_samples", 0, "'num_samples'"), ("num_samples", 100_000, "'num_samples'"),
    ("sampling_params", ["temperature": -1], "'temperature'"), ("sampling_params", ["top_p": 0], "'top_p'"),
    ("sampling_params", ["top_k": -2], "'top_k'"), ("sampling_params", ["max_tokens": -1], "'max_tokens'"),
    ("sampling_params", ["max_tokens": 100_000], "more than the 512"), ("sampling_params", ["stop": [""]], "'stop'"),
    ("sampling_params", ["stop": 3], "'sampling_params.stop'"), ("topk_prompt_logprobs", 21, "'topk_prompt_logprobs'"),
    ("prompt_logprobs_last_n", 1, "'prompt_logprobs_last_n'"), ("prompt_alt_tokens_k", 2, "not supported"),
  ]

  @Test("A sampling request that cannot be met is refused at once, with the field's name")
  func samplingRefusals() async throws {
    try await TestService.run { service, _ in
      let client = try await TinkerClient(service)
      let good: [JSONValue.Member] = [
        .init("base_model", "tiny"), .init("prompt", ["chunks": [["type": "encoded_text", "tokens": [3, 4]]]]),
        .init("sampling_params", ["max_tokens": 3, "seed": 1]), .init("num_samples", 2),
      ]
      let sequences = try await client.result(of: "asample", .object(good))["sequences"]?.list
      #expect(sequences?.count == 2)
      for (name, value, says) in Self.sampling {
        let answer = try await client.post(
          "asample", .object(good.filter { $0.key != name } + [.init(name, value)]))
        #expect(answer.status == 400, "\(name): \(answer.text)")
        #expect(answer.json["detail"]?.text?.contains(says) == true, "\(name): \(answer.text)")
      }
    }
  }
}
