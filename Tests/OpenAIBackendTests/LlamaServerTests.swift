import Foundation
import Language
import LocalEngine
import ModelBackend
import OpenAIBackend
import TestSupport
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A model that we train and export, served by llama.cpp, against the embedded engine.
@Suite(.tags(.python, .slow)) struct LlamaServerTests {
  @Test("llama.cpp serves our GGUF, and answers as the embedded engine does: chat, streams, tokens, probabilities")
  func served() async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-llama-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let model = try await TrainedModel(in: directory)
    for format in [ElementFormat.float32, .float16] {
      let file = directory.appending(path: "\(format).gguf")
      try GGUFExport(model.checkpoint, name: "organism", format: format).write(to: file)
      try await LlamaServer.with(file) { server in
        let client = try EndpointClient(EndpointConfiguration(baseURL: server.address + "/v1", maximumConcurrency: 4))
        try await compareChat(model, client)
        try await compareTokens(model, client)
        try await compareTokenizer(model, server)
      }
    }
  }

  private func compareChat(_ model: TrainedModel, _ client: EndpointClient) async throws {
    let local = RenderedChatModel(
      name: "local", sampler: LocalSampler(model.checkpoint), renderer: model.renderer)
    let whole = OpenAIChatModel("organism", at: client)
    let streamed = OpenAIChatModel("organism", at: client, options: ChatOptions(isStreaming: true))
    for conversation in TrainedModel.conversations {
      let learned = try #require(conversation.last)
      var request = ChatRequest(messages: conversation.dropLast(), maximumTokens: 96, temperature: 0)
      let expected = try await local.replies(to: request)
      #expect(expected.map(\.content) == [learned.content])
      #expect(expected.map(\.reasoning) == [learned.reasoning])
      #expect(try await whole.replies(to: request) == expected)
      #expect(try await streamed.replies(to: request) == expected)

      // Cut off in the middle of the reasoning, which the template has opened.
      request.maximumTokens = 4
      let cut = try await local.replies(to: request)
      #expect(cut.map(\.stopReason) == [.length])
      #expect(try await whole.replies(to: request) == cut)
      #expect(try await streamed.replies(to: request) == cut)
    }
    let several = ChatRequest(
      messages: [Message(.user, "Which season brings snow?")], count: 3, maximumTokens: 40, temperature: 1,
      seed: 1 << 50)
    #expect(try await whole.replies(to: several).count == 3)
    #expect(try await streamed.replies(to: several).count == 3)
    #expect(await client.usage.estimatedRequests == 0)
  }

  private func compareTokens(_ model: TrainedModel, _ client: EndpointClient) async throws {
    let local = LocalSampler(model.checkpoint)
    let served = OpenAISampler("organism", at: client, vocabularySize: model.renderer.tokenizer.vocabularySize)
    let requests = TrainedModel.conversations.map { conversation in
      SamplingRequest(
        prompt: model.renderer.prompt(conversation.dropLast()), count: 2,
        parameters: SamplingParameters(maximumTokens: 96, temperature: 0, stopTokens: model.renderer.stopTokens))
    }
    let (ours, theirs) = (try await local.sample(requests), try await served.sample(requests))
    #expect(theirs.map { $0.map(\.tokens) } == ours.map { $0.map(\.tokens) })
    #expect(theirs.map { $0.map(\.stopReason) } == ours.map { $0.map(\.stopReason) })
    for (ours, theirs) in zip(ours.joined(), theirs.joined()) {
      let difference = zip(ours.logProbabilities, theirs.logProbabilities).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference < 0.01)
    }
    // Sampled tokens have the probabilities that our engine gives them.
    var free = requests[0]
    free.parameters.temperature = 1.5
    free.parameters.seed = 9
    let sampled = try await served.sample([free])[0]
    for sequence in sampled {
      let scores = try await local.logProbabilities(of: [free.prompt + sequence.tokens])[0]
      let difference = zip(scores.dropFirst(free.prompt.count - 1), sequence.logProbabilities).map { abs($0 - $1) }
      #expect((difference.max() ?? .infinity) < 0.05)
    }
    let error = await backendError { try await served.logProbabilities(of: [[1, 2, 3]]) }
    #expect(error?.code == .unsupported)
  }

  private func compareTokenizer(_ model: TrainedModel, _ server: LlamaServer) async throws {
    struct Answer: Decodable {
      var tokens: [TokenID]
    }
    for text in ["Which season brings snow?", "Grüße 1234\n\n  x's  \t'S DON'T", "漢字かな 👩‍👩‍👧 é—…\r\n", "   "] {
      var request = URLRequest(url: try #require(URL(string: server.address + "/tokenize")))
      request.httpMethod = "POST"
      request.httpBody = try JSONEncoder().encode(["content": text])
      let (data, _) = try await URLSession.shared.data(for: request)
      #expect(try JSONDecoder().decode(Answer.self, from: data).tokens == model.renderer.tokenizer.encode(text))
    }
  }
}
