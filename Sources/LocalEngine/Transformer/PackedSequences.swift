import Language
import ModelBackend

/// Token sequences of any lengths one after the other without padding, cut into tiles of whole sequences.
///
/// A tile is what one thread carries through the whole model. The cut depends on the lengths alone.
package struct PackedSequences: Sendable {
  /// All tokens, `[tokenCount]`.
  package private(set) var tokens: [TokenID] = []
  /// Where each sequence begins, and `tokenCount` at the end.
  package private(set) var starts: [Int] = [0]
  /// The positions whose next token is asked for, ascending indices of `tokens`.
  package private(set) var predictions: [Int] = []
  /// The token asked for at each of `predictions`.
  package private(set) var targets: [TokenID] = []
  /// Where the predictions of each sequence begin, and their number at the end.
  package private(set) var predictionStarts: [Int] = [0]
  /// Ranges of sequences.
  package private(set) var tiles: [Range<Int>] = []
  /// The number of tokens in the longest sequence.
  package private(set) var longest = 0

  /// Tokens that a tile holds, unless it is one longer sequence: few enough that a tile's activations stay in the
  /// caches, enough for matrix products to reach their full rate.
  package static let tileLength = 192

  /// The number of sequences.
  package var count: Int { starts.count - 1 }
  /// The number of tokens in all sequences.
  package var tokenCount: Int { tokens.count }

  /// Creates an empty batch.
  package init() {}

  /// Packs training sequences; the positions of nonzero weight are the predictions.
  ///
  /// - Parameter scoringAll: whether positions of weight zero are predictions too.
  /// - Throws: `BackendError` for arrays that do not align, tokens outside the vocabulary and sequences that are
  ///   longer than the model reads.
  package init(_ data: [Datum], for configuration: ModelConfiguration, scoringAll: Bool = false) throws {
    for (index, datum) in data.enumerated() {
      if datum.targets.count != datum.tokens.count || datum.weights.count != datum.tokens.count {
        throw BackendError(
          .misalignedDatum,
          "Datum \(index) has \(datum.tokens.count) tokens, \(datum.targets.count) targets and \(datum.weights.count) "
            + "weights; give one target and one weight for every token.")
      }
      let asked = datum.weights.indices.filter { scoringAll || datum.weights[$0] != 0 }
      try append(datum.tokens, targets: asked.map { ($0, datum.targets[$0]) }, name: "Datum \(index)", configuration)
    }
    cut()
  }

  /// Packs sequences of which every token but the first is a target.
  ///
  /// - Throws: `BackendError` for tokens outside the vocabulary and sequences that are longer than the model reads.
  package init(predictingAll sequences: [[TokenID]], for configuration: ModelConfiguration) throws {
    for (index, sequence) in sequences.enumerated() {
      try append(
        Array(sequence.dropLast()), targets: sequence.dropFirst().enumerated().map { ($0.offset, $0.element) },
        name: "Sequence \(index)", configuration)
    }
    cut()
  }

  private mutating func append(
    _ sequence: [TokenID], targets asked: [(position: Int, token: TokenID)], name: String,
    _ configuration: ModelConfiguration
  ) throws {
    if sequence.count > configuration.maximumLength {
      throw BackendError(
        .sequenceTooLong,
        "\(name) has \(sequence.count) tokens, the model reads \(configuration.maximumLength); shorten it, or raise "
          + "max_position_embeddings.")
    }
    let vocabulary = 0..<TokenID(configuration.vocabularySize)
    for (position, token) in sequence.enumerated() where !vocabulary.contains(token) {
      throw unknown(token, at: position, in: name, configuration)
    }
    for (position, token) in asked where !vocabulary.contains(token) {
      throw unknown(token, at: position + 1, in: name, configuration)
    }
    predictions.append(contentsOf: asked.map { tokens.count + $0.position })
    targets.append(contentsOf: asked.map(\.token))
    predictionStarts.append(predictions.count)
    tokens.append(contentsOf: sequence)
    starts.append(tokens.count)
    longest = max(longest, sequence.count)
  }

  private func unknown(
    _ token: TokenID, at position: Int, in name: String, _ configuration: ModelConfiguration
  ) -> BackendError {
    BackendError(
      .unknownToken,
      "\(name) has token \(token) at position \(position), but the vocabulary has \(configuration.vocabularySize) "
        + "tokens; encode the text with this model's tokenizer.")
  }

  private mutating func cut() {
    var first = 0
    for sequence in 0..<count {
      if sequence > first && starts[sequence + 1] - starts[first] > Self.tileLength {
        tiles.append(first..<sequence)
        first = sequence
      }
    }
    if first < count { tiles.append(first..<count) }
  }
}
