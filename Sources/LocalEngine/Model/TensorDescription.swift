/// Where a named tensor lies in a contiguous buffer of floats.
public struct TensorDescription: Sendable, Hashable {
  /// The name that Hugging Face gives it, such as `model.layers.0.self_attn.q_proj.weight`.
  public var name: String
  /// Rows and columns of a matrix (row-major, `[out, in]`), or the length of a vector.
  public var shape: [Int]
  /// The index of its first float in the buffer.
  public var offset: Int

  /// Describes a tensor.
  public init(name: String, shape: [Int], offset: Int) {
    self.name = name
    self.shape = shape
    self.offset = offset
  }

  /// The number of floats.
  public var count: Int { shape.reduce(1, *) }
  /// Where it lies in the buffer.
  public var range: Range<Int> { offset..<(offset + count) }
  /// Whether it is a vector (a norm's weight), to which no weight decay applies.
  public var isVector: Bool { shape.count == 1 }
}
