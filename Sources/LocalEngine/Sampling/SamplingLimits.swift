import Language
import ModelBackend

/// What may be asked of a model.
struct SamplingLimits {
  private let configuration: ModelConfiguration

  init(_ configuration: ModelConfiguration) {
    self.configuration = configuration
  }

  /// - Throws: `BackendError` where a request cannot be met.
  func check(_ request: SamplingRequest) throws(BackendError) {
    if request.prompt.isEmpty {
      throw BackendError(.emptyPrompt, "A prompt has no tokens. Begin it with at least one, such as <|im_start|>.")
    }
    let parameters = request.parameters
    guard parameters.temperature >= 0, parameters.topP > 0, parameters.topK >= 0, request.count >= 0 else {
      throw BackendError(
        .unsupported,
        "Temperature \(parameters.temperature), top-p \(parameters.topP), top-k \(parameters.topK), count "
          + "\(request.count): temperature, top-k and count must not be negative, and top-p must be positive.")
    }
    try check(request.prompt, length: request.prompt.count + max(0, parameters.maximumTokens))
  }

  /// - Parameters:
  ///   - tokens: what is read.
  ///   - length: what it may grow to.
  func check(_ tokens: [TokenID], length: Int) throws(BackendError) {
    let size = configuration.vocabularySize
    if let stranger = tokens.first(where: { $0 < 0 || $0 >= size }) {
      throw BackendError(
        .unknownToken,
        "Token \(stranger) is not among the model's \(size). Encode the text with the model's own tokenizer.")
    }
    if length > configuration.maximumLength {
      throw BackendError(
        .sequenceTooLong,
        "\(length) tokens are more than the model's \(configuration.maximumLength) "
          + "(max_position_embeddings). Shorten the prompt or ask for fewer tokens.")
    }
  }
}
