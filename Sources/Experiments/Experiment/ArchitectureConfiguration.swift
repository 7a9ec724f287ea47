import Language
import LocalEngine

/// The shape of the base model that is raised: a dense Qwen3.
public struct ArchitectureConfiguration: Sendable, Hashable, Codable {
  /// The width of the residual stream.
  public var width: Int
  public var layers: Int
  public var heads: Int
  /// Each serves `heads / keyValueHeads` query heads.
  public var keyValueHeads: Int
  public var headWidth: Int
  /// The inner width of SwiGLU.
  public var feedForwardWidth: Int
  public var tiesEmbeddings: Bool
  /// The longest sequence, in tokens.
  public var maximumLength: Int
  public var ropeTheta: Double
  /// The standard deviation of fresh weights.
  public var initializerRange: Float

  /// Describes a model.
  public init(
    width: Int = 128, layers: Int = 4, heads: Int = 4, keyValueHeads: Int = 4, headWidth: Int = 32,
    feedForwardWidth: Int = 384, tiesEmbeddings: Bool = true, maximumLength: Int = 512, ropeTheta: Double = 10_000,
    initializerRange: Float = 0.02
  ) {
    self.width = width
    self.layers = layers
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headWidth = headWidth
    self.feedForwardWidth = feedForwardWidth
    self.tiesEmbeddings = tiesEmbeddings
    self.maximumLength = maximumLength
    self.ropeTheta = ropeTheta
    self.initializerRange = initializerRange
  }

  /// The model with the vocabulary of a tokenizer.
  public func model(vocabularySize: Int, endTokens: [TokenID]) -> ModelConfiguration {
    ModelConfiguration(
      vocabularySize: vocabularySize, width: width, layerCount: layers, headCount: heads,
      keyValueHeadCount: keyValueHeads, headWidth: headWidth, feedForwardWidth: feedForwardWidth,
      ropeTheta: ropeTheta, tiesEmbeddings: tiesEmbeddings, maximumLength: maximumLength,
      initializerRange: initializerRange, endTokens: endTokens)
  }
}
