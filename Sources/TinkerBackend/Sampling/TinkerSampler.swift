import Language
import ModelBackend
import Synchronization

/// Draws completions from weights that lie at a Tinker-compatible server.
///
/// All requests of a call are under way at once; the server makes batches of them. The same seed need not give the same
/// completions: they depend on how the server batches.
public final class TinkerSampler: Sampler {
  private let name: String
  private let session: TinkerSession
  /// The model whose weights it samples from, kept loaded; `nil` for a base model and for saved sampler weights.
  private let model: TinkerModel?
  private let weightsVersion: Int
  private let sequence = Mutex(0)

  /// The most requests that are under way at once.
  private static let window = 256

  init(_ name: String, session: TinkerSession, model: TinkerModel?) {
    self.name = name
    self.session = session
    self.model = model
    weightsVersion = model?.weightsVersion ?? 0
  }

  public func sample(_ requests: [SamplingRequest]) async throws -> [[SampledSequence]] {
    let bodies = try requests.map { request in
      if request.prompt.isEmpty {
        throw BackendError(.emptyPrompt, "A prompt has no tokens. Begin it with at least one, such as <|im_start|>.")
      }
      let parameters = request.parameters
      return body(
        request.prompt, count: request.count, promptLogProbabilities: false,
        SampleRequest.Parameters(
          maxTokens: parameters.maximumTokens, seed: Int(parameters.seed & 0x3FFF_FFFF),
          stop: try Self.stop(parameters), temperature: parameters.temperature,
          topK: parameters.topK == 0 ? -1 : parameters.topK, topP: parameters.topP))
    }
    return try zip(requests, try await responses(to: bodies)).map { request, response in
      guard response.sequences.count == request.count else {
        throw BackendError(
          .badResponse,
          "The server answered with \(response.sequences.count) completions where \(request.count) were asked for.")
      }
      return try response.sequences.map(Self.completion)
    }
  }

  public func logProbabilities(of sequences: [[TokenID]]) async throws -> [[Float]] {
    let asked = sequences.indices.filter { sequences[$0].count > 1 }
    let responses = try await responses(
      to: asked.map {
        body(
          sequences[$0], count: 1, promptLogProbabilities: true,
          SampleRequest.Parameters(maxTokens: 1, seed: 0, stop: nil, temperature: 1, topK: -1, topP: 1))
      })
    var result = [[Float]](repeating: [], count: sequences.count)
    for (index, response) in zip(asked, responses) {
      let count = sequences[index].count
      // The first token has no condition: a server leaves it out, or answers null for it.
      let values = (response.promptLogprobs ?? []).suffix(count - 1)
      let known = values.compactMap { $0 }
      guard known.count == count - 1, (response.promptLogprobs?.count ?? 0) <= count else {
        throw BackendError(
          .badResponse,
          "The server answered with \(known.count) log-probabilities for \(count) tokens of a prompt; it may not have "
            + "them: choose kl_coefficient 0, or another server.")
      }
      result[index] = known
    }
    return result
  }

  private func body(
    _ prompt: [TokenID], count: Int, promptLogProbabilities: Bool, _ parameters: SampleRequest.Parameters
  ) -> SampleRequest {
    let number = sequence.withLock { number in
      defer { number += 1 }
      return number
    }
    return SampleRequest(
      samplingSessionId: name, seqId: number, numSamples: count, prompt: ModelInput(prompt),
      samplingParams: parameters, promptLogprobs: promptLogProbabilities)
  }

  /// Submits everything before it waits for anything, so that the server can make its batches.
  private func responses(to bodies: [SampleRequest]) async throws -> [SampleResponse] {
    let connection = session.connection
    if let model, connection.server.dialect.samplersReplaceWeights, model.weightsVersion != weightsVersion {
      throw BackendError(
        .unsupported,
        "This server would put a sampler's weights in place of those that are being trained; take a new sampler after "
          + "every step.")
    }
    var responses: [SampleResponse] = []
    for start in stride(from: 0, to: bodies.count, by: Self.window) {
      let window = bodies[start..<min(start + Self.window, bodies.count)]
      let promises = try await Self.inOrder(window) { try await connection.submit("asample", $0, isRepeatable: true) }
      responses += try await Self.inOrder(promises[...]) {
        try await connection.result(of: $0, as: SampleResponse.self)
      }
    }
    return responses
  }

  private static func inOrder<Input: Sendable, Output: Sendable>(
    _ inputs: ArraySlice<Input>, _ work: @escaping @Sendable (Input) async throws -> Output
  ) async throws -> [Output] {
    try await withThrowingTaskGroup(of: (Int, Output).self) { tasks in
      for (index, input) in inputs.enumerated() { tasks.addTask { (index, try await work(input)) } }
      var outputs = [Output?](repeating: nil, count: inputs.count)
      for try await (index, output) in tasks { outputs[index] = output }
      return outputs.compactMap { $0 }
    }
  }

  private static func stop(_ parameters: SamplingParameters) throws -> SampleRequest.Parameters.Stop? {
    if parameters.stopStrings.isEmpty {
      return parameters.stopTokens.isEmpty ? nil : .tokens(parameters.stopTokens)
    }
    guard parameters.stopTokens.isEmpty else {
      throw BackendError(.unsupported, "The Tinker API takes stop tokens or stop strings, not both; leave one out.")
    }
    return .strings(parameters.stopStrings)
  }

  private static func completion(_ sequence: SampleResponse.Sequence) throws -> SampledSequence {
    let logProbabilities = (sequence.logprobs ?? []).filter { !$0.isNaN }
    guard logProbabilities.count == sequence.tokens.count else {
      throw BackendError(
        .badResponse,
        "The server gave \(logProbabilities.count) log-probabilities for a completion of \(sequence.tokens.count) "
          + "tokens; RL needs one for each.")
    }
    return SampledSequence(
      tokens: sequence.tokens, logProbabilities: logProbabilities,
      stopReason: sequence.stopReason == "length" ? .length : .stop)
  }
}
