import Language

/// A chat model over a sampler of tokens: conversations are rendered, completions parsed.
///
/// Calls that come while the sampler is busy wait together and make its next batch, because a sampler is fastest with
/// many sequences at once. Answers do not depend on what they were batched with where the sampler's do not.
public actor RenderedChatModel: ChatModel {
  public nonisolated let name: String
  private let sampler: any Sampler
  private let renderer: Renderer
  private let maximumBatch: Int
  private typealias Waiting = (
    request: SamplingRequest, continuation: CheckedContinuation<[SampledSequence], any Error>
  )
  private var waiting: [Waiting] = []
  private var isBusy = false

  /// Creates a chat model over `sampler`, whose tokens are those of `renderer`.
  ///
  /// - Parameter maximumBatch: the largest number of requests that are sampled at once.
  public init(name: String, sampler: any Sampler, renderer: Renderer, maximumBatch: Int = 256) {
    self.name = name
    self.sampler = sampler
    self.renderer = renderer
    self.maximumBatch = maximumBatch
  }

  public func replies(to request: ChatRequest) async throws -> [ChatReply] {
    guard request.tools?.isEmpty ?? true else {
      throw BackendError(.unsupported, "\(name) takes no tools with a request; describe them in the conversation")
    }
    let prompt = renderer.prompt(request.messages)
    let parameters = SamplingParameters(
      maximumTokens: request.maximumTokens, temperature: Float(request.temperature), topP: Float(request.topP),
      stopTokens: renderer.stopTokens, stopStrings: request.stopStrings,
      seed: request.seed ?? UInt64.random(in: .min ... .max))
    let completions = try await completions(
      of: SamplingRequest(prompt: prompt, count: request.count, parameters: parameters))
    return try completions.map { completion in
      let parsed = try renderer.parse(completion.tokens)
      return ChatReply(
        reasoning: parsed.reasoning, content: parsed.answer, stopReason: completion.stopReason,
        promptTokens: prompt.count, completionTokens: completion.tokens.count)
    }
  }

  private func completions(of request: SamplingRequest) async throws -> [SampledSequence] {
    try await withCheckedThrowingContinuation { continuation in
      waiting.append((request, continuation))
      if !isBusy {
        isBusy = true
        Task { await drain() }
      }
    }
  }

  private func drain() async {
    while !waiting.isEmpty {
      let batch = Array(waiting.prefix(maximumBatch))
      waiting.removeFirst(batch.count)
      do {
        let sampled = try await sampler.sample(batch.map(\.request))
        for (entry, completions) in zip(batch, sampled) { entry.continuation.resume(returning: completions) }
      } catch {
        await resume(batch, after: error)
      }
    }
    isBusy = false
  }

  /// Samples the requests of a batch that failed one by one: a prompt that is too long must not take its neighbours
  /// with it.
  private func resume(_ batch: [Waiting], after error: any Error) async {
    for entry in batch {
      guard batch.count > 1 else {
        entry.continuation.resume(throwing: error)
        continue
      }
      do {
        let sampled = try await sampler.sample([entry.request])
        entry.continuation.resume(returning: sampled[0])
      } catch {
        entry.continuation.resume(throwing: error)
      }
    }
  }
}
