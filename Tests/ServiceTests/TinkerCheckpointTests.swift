import Foundation
import Language
import LocalEngine
import ModelBackend
import OpenAIBackend
import Service
import Synchronization
import Testing
import TinkerBackend

/// Checkpoints of models that were trained over Tinker's API, and what ends.
@Suite("Checkpoints of Tinker's API") struct TinkerCheckpointTests {
  private static let lora = LoRAConfiguration(rank: 4, alpha: TinkerDialect.alpha, seed: 7)
  private static let step = AdamParameters(learningRate: 0.01)
  private static let data = TrainingData.random(vocabulary: 250, seed: 8)

  private static func learn(_ trainer: any Trainer, steps: Int) async throws -> [[Float]] {
    for _ in 0..<steps {
      try await trainer.forwardBackward(data, loss: Loss(.crossEntropy))
      try await trainer.optimizerStep(step)
    }
    return try await trainer.forwardBackward(data, loss: Loss(.crossEntropy)).logProbabilities
  }

  @Test("A checkpoint outlives the service: training goes on exactly, it is drawn from, and other tools open it")
  func restart() async throws {
    try await withTemporaryDirectory { directory in
      let model = try TestModel(in: directory.appending(path: "tiny"))
      let workspace = directory.appending(path: "workspace")
      let saved = Mutex<CheckpointReference?>(nil)
      let ends = Mutex<[[[Float]]]>([])
      try await TestService.run(models: [model.directory.path], in: workspace) { service in
        let trainer = try await service.provider().trainer(from: CheckpointReference("tiny"), lora: Self.lora)
        _ = try await Self.learn(trainer, steps: 2)
        // A gradient that waits for its step is no part of a checkpoint.
        let reference = try await trainer.save("two", contents: .weightsAndOptimizer)
        try await trainer.restore(reference)
        let end = try await Self.learn(trainer, steps: 2)
        saved.withLock { $0 = reference }
        ends.withLock { $0 = [end] }
      }
      let reference = try #require(saved.withLock { $0 })
      try await TestService.run(models: [model.directory.path], in: workspace) { service in
        let provider = try service.provider()
        let trainer = try await provider.trainer(from: reference, lora: Self.lora)
        try await trainer.restore(reference)
        #expect(try await Self.learn(trainer, steps: 2) == ends.withLock { $0[0] })

        // Without the optimizer's state it goes another way.
        let other = try await provider.trainer(from: reference, lora: Self.lora)
        #expect(try await Self.learn(other, steps: 2) != ends.withLock { $0[0] })

        // The directory is one of PEFT's.
        let parts = reference.location.dropFirst("tinker://".count).split(separator: "/").map(String.init)
        let place = workspace.appending(
          path: "tinker/\(parts[0].replacing(":", with: "-"))/weights/two", directoryHint: .isDirectory)
        let texts = Self.data.map(\.tokens)
        let expected = try await LocalSampler(try LocalCheckpoint(contentsOf: place)).logProbabilities(of: texts)
        let client = try await TinkerClient(service)
        let session = try await client.post(
          "create_sampling_session",
          [
            "session_id": .string(client.session), "sampling_session_seq_id": 0,
            "model_path": .string(reference.location),
          ])
        let sampler = try #require(session.json["sampling_session_id"]?.text)
        #expect(
          try await service.get("/api/v1/samplers/\(sampler)").json["base_model"] == "tiny")
        for (number, text) in texts.enumerated() {
          let result = try await client.result(
            of: "asample",
            [
              "sampling_session_id": .string(sampler), "seq_id": .integer(number), "num_samples": 1,
              "prompt": ["chunks": [["type": "encoded_text", "tokens": .array(text.map { .integer(Int($0)) })]]],
              "sampling_params": ["max_tokens": 1], "prompt_logprobs": true, "topk_prompt_logprobs": 3,
            ])
          let scores = result["prompt_logprobs"]?.list ?? []
          #expect(scores.first == .null)
          #expect(
            largestDifference([scores.dropFirst().map { Float($0.decimal ?? 1) }], [expected[number]]) < 1e-5)
          let top = result["topk_prompt_logprobs"]?.list ?? []
          #expect(top.first == .null)
          #expect(top.dropFirst().allSatisfy { $0.list.count == 3 && $0.list.allSatisfy { $0.list.count == 2 } })
        }
      }
    }
  }

  @Test("Checkpoints are listed, described, kept for as long as they are to live, and deleted")
  func listing() async throws {
    try await TestService.run { service, _ in
      let client = try await TinkerClient(service)
      let model = try await client.createModel()
      func save(_ path: String, _ name: String, _ number: Int, _ more: [JSONValue.Member] = []) async throws
        -> JSONValue
      {
        try await client.result(
          of: path,
          .object(
            [
              .init("model_id", .string(model)), .init("path", .string(name)), .init("seq_id", .integer(number)),
            ] + more))
      }
      let path = "tinker://\(model)/weights/one"
      #expect(try await save("save_weights", "one", 1)["path"]?.text == path)
      #expect(try await save("save_weights", "one", 2)["category"] == "user")
      #expect(try await save("save_weights", "one", 3, [.init("overwrite", true)])["path"]?.text == path)
      #expect(
        try await save("save_weights_for_sampler", "s", 4, [.init("ttl_seconds", 3_600)])["path"]?.text
          == "tinker://\(model)/sampler_weights/s")
      #expect(try await save("save_weights_for_sampler", "short", 5, [.init("ttl_seconds", 1)])["path"] != nil)

      let info = try await client.post("weights_info", ["tinker_path": .string(path)]).json
      #expect(info["base_model"] == "tiny")
      #expect(info["lora_rank"] == 4)
      #expect(info["train_unembed"] == false)
      let run = try await service.get("/api/v1/training_runs/\(model)").json
      #expect(run["training_run_id"]?.text == model)
      #expect(run["last_checkpoint"]?["tinker_path"]?.text == path)
      #expect(run["user_metadata"]?["name"] == "first")
      let runs = try await service.get("/api/v1/training_runs?limit=5&offset=0").json
      #expect(runs["training_runs"]?.list.count == 1)
      #expect(runs["cursor"]?["total_count"] == 1)
      #expect(try await service.get("/api/v1/training_runs?limit=x").status == 400)

      try await Task.sleep(for: .seconds(1.1))
      func names() async throws -> Set<String> {
        let list = try await service.get("/api/v1/training_runs/\(model)/checkpoints").json["checkpoints"]?.list ?? []
        #expect(list.allSatisfy { $0["size_bytes"]?.decimal ?? 0 > 1_000 })
        return Set(list.compactMap { $0["checkpoint_id"]?.text })
      }
      #expect(try await names() == ["weights/one", "sampler_weights/s"])
      #expect(try await service.get("/api/v1/checkpoints").json["checkpoints"]?.list.count == 2)
      let deleted = "/api/v1/training_runs/\(model)/checkpoints/weights/one"
      #expect(try await service.send(.delete, deleted, body: nil).status == 200)
      #expect(try await service.send(.delete, deleted, body: nil).status == 404)
      #expect(try await names() == ["sampler_weights/s"])
      #expect(try await client.post("weights_info", ["tinker_path": .string(path)]).status == 404)
    }
  }

  @Test("No name leads out of the workspace")
  func names() async throws {
    try await TestService.run { service, _ in
      let client = try await TinkerClient(service)
      let model = try await client.createModel()
      for name in ["../out", "..", "a/b", ".hidden", "", "a\u{0}b", String(repeating: "x", count: 200), "ä"] {
        for path in ["save_weights", "save_weights_for_sampler"] {
          let answer = try await client.post(path, ["model_id": .string(model), "path": .string(name)])
          #expect(answer.status == 400, "\(name)")
        }
        for place in [
          "tinker://\(model)/weights/\(name)", "tinker://\(name)/weights/one", "tinker://\(model)/\(name)/one", name,
          "/etc/passwd", "tinker:///etc/passwd",
        ] {
          let answers = [
            try await client.post("weights_info", ["tinker_path": .string(place)]),
            try await client.post(
              "load_weights", ["model_id": .string(model), "path": .string(place), "optimizer": false]),
            try await client.post(
              "create_sampling_session",
              ["session_id": .string(client.session), "sampling_session_seq_id": 1, "model_path": .string(place)]),
          ]
          #expect(answers.allSatisfy { $0.status == 400 && $0.json["detail"] != nil }, "\(place): \(answers[0].text)")
        }
      }
      for path in ["..%2f..", "%2e%2e/weights/x", "a%2fb/checkpoints/weights/x"] {
        #expect(try await service.get("/api/v1/training_runs/\(path)").status == 404)
      }
    }
  }

  @Test("A session that nothing is heard of ends, and its models and promises with it")
  func expiry() async throws {
    try await TestService.run(ServiceConfiguration(sessionPatience: .seconds(8))) { service, _ in
      let client = try await TinkerClient(service)
      let model = try await client.createModel()
      let late = try await client.post("optim_step", TinkerClient.step(model, 2))
      let info: JSONValue = ["model_id": .string(model)]
      #expect(try await client.post("get_info", info).json["lora_rank"] == 4)
      for _ in 0..<8 {
        try await Task.sleep(for: .milliseconds(1_200))
        let beat = try await client.post("session_heartbeat", ["session_id": .string(client.session)])
        #expect(beat.status == 200)
      }
      try await Task.sleep(for: .seconds(14))
      #expect(try await client.post("session_heartbeat", ["session_id": .string(client.session)]).status == 404)
      let answer = try await client.post("get_info", info)
      #expect(answer.status == 404)
      #expect(answer.json["detail"]?.text?.contains("not loaded") == true)
      #expect(try await client.result(try #require(late.json["request_id"]?.text))["category"] == "server")
      #expect(try await client.post("retrieve_future", ["request_id": .string("\(model):9")]).status == 404)
    }
  }

  @Test("Of weights without a name the last are kept, and a session that is finished frees all")
  func keptWeights() async throws {
    try await TestService.run { service, _ in
      let client = try await TinkerClient(service)
      let model = try await client.createModel()
      var samplers: [String] = []
      for number in 1...10 {
        let result = try await client.result(
          of: "save_weights_for_sampler",
          [
            "model_id": .string(model), "seq_id": .integer(number), "sampling_session_seq_id": .integer(number),
          ])
        samplers.append(try #require(result["sampling_session_id"]?.text))
      }
      func ask(_ sampler: String) async throws -> Int {
        try await client.post(
          "asample",
          [
            "sampling_session_id": .string(sampler), "seq_id": 0, "num_samples": 2,
            "prompt": ["chunks": [["type": "encoded_text", "tokens": [3, 4]]]], "sampling_params": ["max_tokens": 2],
          ]
        ).status
      }
      #expect(try await ask(samplers[0]) == 404)
      #expect(try await ask(samplers[9]) == 200)
      #expect(try await client.post("sessions/\(client.session)/finish", ["reason": ["type": "success"]]).status == 200)
      #expect(try await ask(samplers[9]) == 404)
      #expect(try await client.post("get_info", ["model_id": .string(model)]).status == 404)
    }
  }
}
