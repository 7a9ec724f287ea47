import Language
import ModelBackend
import Statistics

/// A completion on its way.
struct Completion {
  /// Which completion of which request it is.
  struct Place: Sendable {
    var request: Int
    var index: Int
  }

  let place: Place
  let parameters: SamplingParameters
  /// The token that is read next: the prompt's last, then the one that was drawn last.
  private(set) var nextToken: TokenID
  /// Its place in the sequence.
  private(set) var position: Int
  /// What was drawn.
  private(set) var sequence = SampledSequence(tokens: [], logProbabilities: [], stopReason: .length)
  /// Whether nothing more is to be drawn.
  private(set) var isFinished = false
  private var generator: SeededGenerator
  private var stopStrings: StopStringMatcher?

  /// Begins a completion of `prompt`, which has at least one token.
  ///
  /// - Parameter skippingSpecialTokens: whether stop strings are not looked for in tokens that steer the model.
  init(
    _ place: Place, prompt: [TokenID], parameters: SamplingParameters, tokenizer: Tokenizer?,
    skippingSpecialTokens: Bool = false
  ) {
    self.place = place
    self.parameters = parameters
    nextToken = prompt[prompt.count - 1]
    position = prompt.count - 1
    generator = SeededGenerator(seed: parameters.seed, path: UInt64(place.index))
    if let tokenizer, !parameters.stopStrings.isEmpty {
      stopStrings = StopStringMatcher(
        parameters.stopStrings, tokenizer: tokenizer, skippingSpecialTokens: skippingSpecialTokens)
    }
    sequence.tokens.reserveCapacity(parameters.maximumTokens)
    sequence.logProbabilities.reserveCapacity(parameters.maximumTokens)
  }

  /// Where to draw the next token.
  mutating func nextUnit() -> Double { generator.nextUnit() }

  /// Takes the token that was drawn.
  mutating func append(_ token: TokenID, logProbability: Float) {
    sequence.tokens.append(token)
    sequence.logProbabilities.append(logProbability)
    nextToken = token
    position += 1
    if parameters.stopTokens.contains(token) {
      sequence.stopReason = .stop
      isFinished = true
    } else if stopStrings?.isStopped(by: token) == true {
      sequence.stopReason = .stop
      isFinished = true
    } else if sequence.tokens.count >= parameters.maximumTokens {
      isFinished = true
    }
  }
}
