/// The memory in which one thread carries a tile through the model; it grows to the largest tile and is used again
/// for the next.
final class TileWorkspace {
  /// What the backward pass needs of one block. Rows are the tile's tokens.
  struct Block {
    /// The residual stream before the block, `[tokens, width]`.
    var input: UnsafeMutablePointer<Float>
    /// The residual stream between attention and SwiGLU, `[tokens, width]`.
    var middle: UnsafeMutablePointer<Float>
    /// The inverse root mean squares of `input` and `middle`, `[tokens]`.
    var inputInverse: UnsafeMutablePointer<Float>
    var middleInverse: UnsafeMutablePointer<Float>
    /// Raw queries, keys and values, `[tokens, queryWidth + 2 · keyValueWidth]`.
    var queryKeyValue: UnsafeMutablePointer<Float>
    /// Normalized and rotated queries and keys, `[tokens, queryWidth + keyValueWidth]`.
    var rotated: UnsafeMutablePointer<Float>
    /// Inverse root mean squares of heads, `[tokens, headCount + keyValueHeadCount]`.
    var headInverse: UnsafeMutablePointer<Float>
    /// What attention gave, `[tokens, queryWidth]`.
    var attended: UnsafeMutablePointer<Float>
    /// Logarithms of attention's sums, `[tokens, headCount]`.
    var logSums: UnsafeMutablePointer<Float>
    /// Gate and up before the activation, `[tokens, 2 · feedForwardWidth]`.
    var gateUp: UnsafeMutablePointer<Float>
  }

  private let configuration: ModelConfiguration
  private var capacity = (tokens: 0, longest: 0)
  private var memory: UnsafeMutableRawPointer?

  private var blocks: [Block] = []
  private var output = TileWorkspace.nowhere
  /// Normalized rows, `[tokens, width]`.
  private(set) var normed = TileWorkspace.nowhere
  /// SwiGLU's hidden values or their gradient, `[tokens, feedForwardWidth]`.
  private(set) var hidden = TileWorkspace.nowhere
  /// Rows of the stream whose predictions are asked for, normalized, and what belongs to them.
  private(set) var finalInput = TileWorkspace.nowhere
  private(set) var finalInverse = TileWorkspace.nowhere
  private(set) var finalNormed = TileWorkspace.nowhere
  private(set) var finalGradient = TileWorkspace.nowhere
  /// Logits of `logitRows` predictions, `[logitRows, vocabularySize]`.
  private(set) var logits = TileWorkspace.nowhere
  /// Scratch memory of attention.
  private(set) var scores = TileWorkspace.nowhere
  private(set) var scoreGradients = TileWorkspace.nowhere
  /// Gradients of the stream, of normalized rows, and of the other activations, with their shapes.
  private(set) var streamGradient = TileWorkspace.nowhere
  private(set) var normedGradient = TileWorkspace.nowhere
  private(set) var gateUpGradient = TileWorkspace.nowhere
  private(set) var attendedGradient = TileWorkspace.nowhere
  private(set) var rotatedGradient = TileWorkspace.nowhere
  private(set) var queryKeyValueGradient = TileWorkspace.nowhere
  /// Gradients of norms' weights, `[width]` and `[2 · headWidth]`.
  private(set) var vectorGradient = TileWorkspace.nowhere

  /// Predictions whose logits exist at the same time: up to half a megabyte of them, but enough for a matrix product.
  let logitRows: Int

  private static var nowhere: UnsafeMutablePointer<Float> { UnsafeMutablePointer(bitPattern: 64)! }

  init(_ configuration: ModelConfiguration) {
    self.configuration = configuration
    logitRows = max(32, min(256, (1 << 17) / configuration.vocabularySize))
  }

  deinit { memory?.deallocate() }

  /// Makes room for tiles up to `tokens` tokens with sequences up to `longest` tokens.
  func prepare(tokens: Int, longest: Int) {
    if tokens <= capacity.tokens && longest <= capacity.longest { return }
    capacity = (max(tokens, capacity.tokens), max(longest, capacity.longest))
    memory?.deallocate()
    var end = 0
    func layOut(from base: UnsafeMutablePointer<Float>) {
      end = 0
      assign { count in
        defer { end += (count + 15) / 16 * 16 + 16 }
        return base + end
      }
    }
    layOut(from: Self.nowhere)
    let raw = UnsafeMutableRawPointer.allocate(byteCount: end * MemoryLayout<Float>.stride, alignment: 64)
    memory = raw
    layOut(from: raw.bindMemory(to: Float.self, capacity: end))
  }

  /// The memory of block `layer`.
  func block(_ layer: Int) -> Block {
    blocks[layer]
  }

  /// The residual stream after block `layer`, `[tokens, width]`; after `-1` the embedded tokens.
  func stream(after layer: Int) -> UnsafeMutablePointer<Float> {
    layer + 1 < blocks.count ? blocks[layer + 1].input : output
  }

  private func assign(_ take: (Int) -> UnsafeMutablePointer<Float>) {
    let tokens = capacity.tokens
    let width = configuration.width
    let queries = configuration.queryWidth
    let keys = configuration.keyValueWidth
    let inner = configuration.feedForwardWidth
    let heads = configuration.headCount
    func block(input: UnsafeMutablePointer<Float>) -> Block {
      Block(
        input: input, middle: take(tokens * width), inputInverse: take(tokens), middleInverse: take(tokens),
        queryKeyValue: take(tokens * (queries + 2 * keys)), rotated: take(tokens * (queries + keys)),
        headInverse: take(tokens * (heads + configuration.keyValueHeadCount)), attended: take(tokens * queries),
        logSums: take(tokens * heads), gateUp: take(tokens * 2 * inner))
    }
    blocks = (0..<configuration.layerCount).map { _ in block(input: take(tokens * width)) }
    output = take(tokens * width)
    normed = take(tokens * width)
    hidden = take(tokens * inner)
    finalInput = take(tokens * width)
    finalInverse = take(tokens)
    finalNormed = take(tokens * width)
    logits = take(logitRows * configuration.vocabularySize)
    scores = take(CausalAttention.scratch(for: capacity.longest))
    finalGradient = take(tokens * width)
    scoreGradients = take(CausalAttention.scratch(for: capacity.longest))
    streamGradient = take(tokens * width)
    normedGradient = take(tokens * width)
    gateUpGradient = take(tokens * 2 * inner)
    attendedGradient = take(tokens * queries)
    rotatedGradient = take(tokens * (queries + keys))
    queryKeyValueGradient = take(tokens * (queries + 2 * keys))
    vectorGradient = take(max(width, 2 * configuration.headWidth))
  }
}
