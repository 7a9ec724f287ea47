/// A fixed number of floats in one block of memory, aligned to a cache line (64 bytes), with value semantics.
///
/// Copies share the block until one of them is written to, so a sampler can hold the weights of a moment for
/// nothing while the trainer goes on.
public struct AlignedFloats: Sendable {
  private var block: Block

  /// Creates a block of `count` zeros.
  public init(count: Int) {
    block = Block(count: count)
    block.address.initialize(repeating: 0, count: count)
  }

  /// The number of floats.
  public var count: Int { block.count }

  /// Calls `body` with the floats for reading.
  @inlinable
  public func withUnsafePointer<Result, Failure: Error>(
    _ body: (UnsafePointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let address = address
    defer { withExtendedLifetime(self) {} }
    return try body(address)
  }

  /// Calls `body` with the floats for writing; copies them first where another value shares them.
  @inlinable
  public mutating func withUnsafeMutablePointer<Result, Failure: Error>(
    _ body: (UnsafeMutablePointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let address = uniqueAddress()
    defer { withExtendedLifetime(self) {} }
    return try body(address)
  }

  /// One float.
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count)
      return block.address[index]
    }
    set {
      precondition(index >= 0 && index < count)
      uniqueAddress()[index] = newValue
    }
  }

  @usableFromInline
  var address: UnsafePointer<Float> { UnsafePointer(block.address) }

  @usableFromInline
  mutating func uniqueAddress() -> UnsafeMutablePointer<Float> {
    if !isKnownUniquelyReferenced(&block) {
      let copy = Block(count: block.count)
      copy.address.initialize(from: block.address, count: block.count)
      block = copy
    }
    return block.address
  }

  /// `@unchecked Sendable` because the memory is written only through a uniquely referenced block.
  private final class Block: @unchecked Sendable {
    let address: UnsafeMutablePointer<Float>
    let count: Int

    init(count: Int) {
      let raw = UnsafeMutableRawPointer.allocate(byteCount: max(64, count * MemoryLayout<Float>.stride), alignment: 64)
      address = raw.bindMemory(to: Float.self, capacity: max(1, count))
      self.count = count
    }

    deinit { UnsafeMutableRawPointer(address).deallocate() }
  }
}
