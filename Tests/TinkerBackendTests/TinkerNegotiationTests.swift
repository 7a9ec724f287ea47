import Foundation
import Language
import ModelBackend
import Testing
import TinkerBackend

/// Which wire is spoken with which server.
struct TinkerNegotiationTests {
  private static let readsProtobuf = #"{"proto_write_fwdbwd": true, "parallel_fwdbwd_chunks": true}"#

  /// A server that reads and writes protocol buffers.
  ///
  /// - Parameter configuration: what it answers when it is asked what it reads.
  private static func conversation(
    _ dialect: TinkerDialect = .tinker, configuration: ScriptedServer.Answer = .json(readsProtobuf),
    disturb: @escaping Conversation.Disturbance = { _, _, _ in nil }
  ) async throws -> Conversation {
    try await Conversation(dialect) { path, call, earlier in
      if let answer = disturb(path, call, earlier) { return answer }
      switch path {
      case "client/config": return configuration
      case "forward_backward":
        guard let request = try? ForwardBackwardRequest(protobuf: call.body) else { return nil }
        return .json(#"{"request_id": "forward_backward/\#(request.forwardBackwardInput.data.count)"}"#)
      case "retrieve_future" where call.headers["accept"]?.contains("protobuf") == true:
        return answer(to: call.value("request_id") as? String ?? "")
      default: return nil
      }
    }
  }

  private static func answer(to request: String) -> ScriptedServer.Answer? {
    let parts = request.split(separator: "/")
    switch parts.first {
    case "forward_backward":
      let output = [
        "logprobs": WireTensor([-0.5, -1.5] as [Float]), "elementwise_loss": WireTensor([0, 3] as [Float]),
      ]
      let response = ForwardBackwardResponse(
        lossFnOutputs: [[String: WireTensor]](repeating: output, count: Int(parts[1]) ?? 0), metrics: ["loss:sum": 7])
      return (try? response.protobuf()).map { .protobuf($0) }
    case "asample":
      let sequence = SampleResponse.Sequence(tokens: [5, 6], logprobs: [-1, -2], stopReason: "stop")
      let response = SampleResponse(sequences: [sequence], promptLogprobs: [nil, -0.25, -0.75])
      return (try? response.protobuf()).map { .protobuf($0) }
    default: return nil
    }
  }

  private static func types(_ conversation: Conversation) -> [String?] {
    conversation.calls("forward_backward").map { $0.headers["content-type"] }
  }

  private static let json = "application/json"
  private static let protobuf = "application/x-protobuf"

  @Test("A server that says that it reads protocol buffers gets data in them", arguments: TinkerDialect.allCases)
  func told(dialect: TinkerDialect) async throws {
    let conversation = try await Self.conversation(dialect)
    let trainer = try await conversation.trainer()
    let before =
      conversation.calls("optim_step").count + conversation.calls("save_weights").count
      + conversation.calls("load_weights").count
    let data = [Datum](repeating: Conversation.datum, count: 2_500)
    let output = try await trainer.forwardBackward(data, loss: Loss(.ppo, clipLow: 0.5, clipHigh: 2))
    try await trainer.optimizerStep(AdamParameters(learningRate: 1))
    let requests = try conversation.calls("forward_backward").map { try ForwardBackwardRequest(protobuf: $0.body) }
    #expect(Self.types(conversation) == [Self.protobuf, Self.protobuf, Self.protobuf])
    #expect(requests.map(\.seqId) == [1, 2, 3].map { $0 + before })
    #expect(requests.map(\.modelId) == ["m", "m", "m"])
    #expect(requests.map(\.forwardBackwardInput.data.count) == [1024, 1024, 452])
    let input = try #require(requests.first).forwardBackwardInput
    #expect(try input.loss() == Loss(.ppo, clipLow: 0.5, clipHigh: 2))
    var expected = Conversation.datum
    // The weight is in the advantage; where it stands beside it, it says which positions count.
    expected.weights = dialect == .skyrl ? [0, 1] : [1, 1]
    #expect(try input.data(for: .ppo).first == expected)
    #expect(conversation.calls("optim_step").last?.headers["content-type"] == Self.json)
    #expect(conversation.calls("optim_step").last?.value("seq_id") as? Int == 4 + before)
    // Asked for in both wires, the result comes in the better one.
    #expect(output.logProbabilities.count == 2_500)
    #expect(output.logProbabilities[2_499] == [0, -1.5])
    #expect(dialect == .skyrl || output.loss == 21)
    #expect(conversation.calls("client/config").count == 1)
    #expect(conversation.calls("client/config").first?.value("sdk_version") as? String == "0.38.0")
    try await conversation.server.stop()
  }

  @Test("Only results that may be protocol buffers are asked for in them")
  func accepted() async throws {
    let conversation = try await Self.conversation()
    let trainer = try await conversation.trainer()
    try await trainer.forwardBackward([Conversation.datum], loss: Loss(.crossEntropy))
    try await trainer.optimizerStep(AdamParameters(learningRate: 1))
    let accepted = conversation.calls("retrieve_future").suffix(2).map { $0.headers["accept"] }
    #expect(accepted == ["application/x-protobuf, application/json", "application/json"])
    try await conversation.server.stop()
  }

  @Test("A server that does not say is taken for what its dialect is")
  func silent() async throws {
    let silences: [ScriptedServer.Answer] = [
      .json("{}"), .json(#"{"detail": "Not Found"}"#, status: 404), .json("", status: 405), .json("[]"),
    ]
    for silence in silences {
      for dialect in TinkerDialect.allCases {
        let conversation = try await Self.conversation(dialect, configuration: silence)
        try await conversation.trainer().forwardBackward([Conversation.datum], loss: Loss(.crossEntropy))
        #expect(Self.types(conversation) == [dialect == .tinker ? Self.protobuf : Self.json])
        try await conversation.server.stop()
      }
    }
  }

  @Test(
    "A server that did not say and refuses a protocol buffer is spoken to in JSON from then on",
    arguments: [400, 415, 422, 500])
  func refused(status: Int) async throws {
    let conversation = try await Self.conversation(configuration: .json("{}")) { path, call, _ in
      path == "forward_backward" && call.headers["content-type"] == Self.protobuf
        ? .json(#"{"detail": "no JSON object"}"#, status: status) : nil
    }
    let trainer = try await conversation.trainer()
    for _ in 0..<2 { try await trainer.forwardBackward([Conversation.datum], loss: Loss(.crossEntropy)) }
    #expect(Self.types(conversation) == [Self.protobuf, Self.json, Self.json])
    let calls = conversation.calls("forward_backward")
    #expect(try ForwardBackwardRequest(protobuf: try #require(calls.first).body).seqId == 1)
    #expect(calls.dropFirst().compactMap { $0.value("seq_id") as? Int } == [1, 2])
    try await conversation.server.stop()
  }

  @Test("A server that refuses both wires is heard in the one that it is taken for")
  func refusedTwice() async throws {
    let conversation = try await Self.conversation(configuration: .json("{}")) { path, call, earlier in
      guard path == "forward_backward" else { return nil }
      if call.headers["content-type"] == Self.json { return .json(#"{"detail": "no JSON here"}"#, status: 415) }
      return earlier == 0 ? .json("", status: 500) : nil
    }
    let trainer = try await conversation.trainer()
    for _ in 0..<2 { try await trainer.forwardBackward([Conversation.datum], loss: Loss(.crossEntropy)) }
    #expect(Self.types(conversation) == [Self.protobuf, Self.json, Self.protobuf, Self.protobuf])
    try await conversation.server.stop()
  }

  @Test("A server that reads protocol buffers is not tried with JSON when it refuses one")
  func refusedData() async throws {
    let told = try await Self.conversation { path, _, _ in
      path == "forward_backward" ? .json(#"{"detail": "no such token"}"#, status: 422) : nil
    }
    let trainer = try await told.trainer()
    await expectError(.refusedByServer) {
      try await trainer.forwardBackward([Conversation.datum], loss: Loss(.crossEntropy))
    }
    #expect(Self.types(told) == [Self.protobuf])
    // Nor is one that was seen to read them.
    let seen = try await Self.conversation(configuration: .json("{}")) { path, _, earlier in
      path == "forward_backward" && earlier == 1 ? .json(#"{"detail": "no such token"}"#, status: 422) : nil
    }
    let other = try await seen.trainer()
    try await other.forwardBackward([Conversation.datum], loss: Loss(.crossEntropy))
    await expectError(.refusedByServer) {
      try await other.forwardBackward([Conversation.datum], loss: Loss(.crossEntropy))
    }
    #expect(Self.types(seen) == [Self.protobuf, Self.protobuf])
    try await told.server.stop()
    try await seen.server.stop()
  }

  @Test("A promise that the server forgot is asked for again with the same bytes; a broken connection, too")
  func repeated() async throws {
    let conversation = try await Self.conversation { path, call, earlier in
      if path == "forward_backward" && earlier == 0 { return .hangUp }
      let isResult = (call.value("request_id") as? String)?.hasPrefix("forward_backward") == true
      return path == "retrieve_future" && isResult && earlier == 1 ? .json("{}", status: 410) : nil
    }
    let output = try await conversation.trainer().forwardBackward([Conversation.datum], loss: Loss(.crossEntropy))
    #expect(output.loss == 7)
    let calls = conversation.calls("forward_backward")
    #expect(Self.types(conversation) == [Self.protobuf, Self.protobuf, Self.protobuf])
    #expect(Set(calls.map(\.body)).count == 1)
    try await conversation.server.stop()
  }

  @Test("Samples come as protocol buffers too, and failures as JSON")
  func samples() async throws {
    let conversation = try await Self.conversation(.skyrl)
    let sampler = try await conversation.provider.sampler(for: CheckpointReference("base"))
    let request = SamplingRequest(prompt: [1], parameters: SamplingParameters(maximumTokens: 4))
    #expect(
      try await sampler.sample([request])
        == [[SampledSequence(tokens: [5, 6], logProbabilities: [-1, -2], stopReason: .stop)]])
    #expect(conversation.calls("asample").first?.headers["content-type"] == Self.json)
    #expect(try await sampler.logProbabilities(of: [[7, 8, 9]]) == [[-0.25, -0.75]])
    try await conversation.server.stop()

    let failing = try await Self.conversation { path, call, _ in
      path == "retrieve_future" && call.value("request_id") as? String == "asample"
        ? .json(#"{"error": "no such stop", "category": "user"}"#) : nil
    }
    let other = try await failing.provider.sampler(for: CheckpointReference("base"))
    await expectError(.refusedByServer) { try await other.sample([request]) }
    try await failing.server.stop()
  }

  @Test("A completion without a log-probability for every token is no completion")
  func missingLogProbabilities() async throws {
    let sequences = [
      SampleResponse.Sequence(tokens: [5, 6], logprobs: [-1, .nan], stopReason: "stop"),
      SampleResponse.Sequence(tokens: [5, 6], logprobs: nil, stopReason: "stop"),
      SampleResponse.Sequence(tokens: [5, 6], logprobs: [-1], stopReason: "stop"),
    ]
    for sequence in sequences {
      let bytes = try SampleResponse(sequences: [sequence]).protobuf()
      let conversation = try await Self.conversation { path, call, _ in
        path == "retrieve_future" && call.value("request_id") as? String == "asample" ? .protobuf(bytes) : nil
      }
      let sampler = try await conversation.provider.sampler(for: CheckpointReference("base"))
      await expectError(.badResponse) {
        try await sampler.sample([SamplingRequest(prompt: [1], parameters: SamplingParameters(maximumTokens: 4))])
      }
      try await conversation.server.stop()
    }
  }

  @Test("An answer that is no message, or a message where there is none, is named as what it is")
  func damagedAnswers() async throws {
    let conversation = try await Self.conversation { path, call, _ in
      let request = call.value("request_id") as? String ?? ""
      return path == "retrieve_future" && (request.hasPrefix("forward_backward") || request == "optim_step")
        ? .protobuf(Data([0x0A, 0xFF, 0xFF])) : nil
    }
    let trainer = try await conversation.trainer()
    let error = await expectError(.badResponse) {
      try await trainer.forwardBackward([Conversation.datum], loss: Loss(.crossEntropy))
    }
    #expect(error.map { "\($0)".contains("not the protocol buffer of a forward-backward output") } == true)
    await expectError(.badResponse) { try await trainer.optimizerStep(AdamParameters(learningRate: 1)) }
    try await conversation.server.stop()
  }
}
