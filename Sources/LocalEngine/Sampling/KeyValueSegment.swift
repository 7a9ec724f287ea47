/// Keys and values of consecutive positions of one sequence, for all layers.
///
/// Values lie as `[layer, head, position, width]`. Keys lie as `[layer, head, position / 16, width, 16]`: sixteen
/// positions side by side, so that their scores come out of one register without adding across its lanes.
///
/// `@unchecked Sendable` because a segment is written by one thread, and read by others only after that thread has
/// handed it over through a lock.
final class KeyValueSegment: @unchecked Sendable {
  /// Positions in one block of keys.
  static let block = Lanes.scalarCount

  /// Positions that are filled.
  private(set) var count = 0
  /// Positions that there is room for: whole blocks.
  private(set) var capacity: Int
  private let shape: Shape
  private var memory: UnsafeMutablePointer<Float>

  /// How wide things are.
  struct Shape: Sendable {
    let layers: Int
    let heads: Int
    let keyWidth: Int
    /// A value's width, rounded up to whole registers.
    let valueWidth: Int

    init(_ configuration: ModelConfiguration) {
      layers = configuration.layerCount
      heads = configuration.keyValueHeadCount
      keyWidth = configuration.headWidth
      valueWidth = (configuration.headWidth + 15) & ~15
    }

    /// Floats of one head's keys and values.
    func stride(capacity: Int) -> Int { capacity &* (keyWidth &+ valueWidth) }
    func size(capacity: Int) -> Int { layers &* heads &* stride(capacity: capacity) }
  }

  /// Where the keys and values of one segment lie, for loops that must not count references.
  struct View {
    /// The first layer's first head.
    let memory: UnsafeMutablePointer<Float>
    let capacity: Int
    let shape: Shape
    /// Positions that may be read.
    var count: Int

    @inline(__always)
    func keys(layer: Int, head: Int) -> UnsafeMutablePointer<Float> {
      memory + (layer &* shape.heads &+ head) &* shape.stride(capacity: capacity)
    }

    @inline(__always)
    func values(layer: Int, head: Int) -> UnsafeMutablePointer<Float> {
      keys(layer: layer, head: head) + capacity &* shape.keyWidth
    }
  }

  /// Creates an empty segment with room for `capacity` positions at first.
  init(_ shape: Shape, capacity: Int) {
    self.shape = shape
    self.capacity = max(1, (capacity + Self.block - 1) / Self.block) * Self.block
    memory = Self.allocate(shape.size(capacity: self.capacity))
  }

  deinit { UnsafeMutableRawPointer(memory).deallocate() }

  /// Makes room for `added` more positions, which the caller fills, and counts them.
  func extend(by added: Int) {
    if count + added > capacity { grow(to: max(count + added, 2 * capacity)) }
    count += added
  }

  /// Forgets all positions and keeps the memory.
  func clear() { count = 0 }

  /// - Parameter count: positions that the reader may see.
  func view(count: Int) -> View {
    View(memory: memory, capacity: capacity, shape: shape, count: count)
  }

  private func grow(to needed: Int) {
    let old = view(count: count)
    capacity = (needed + Self.block - 1) / Self.block * Self.block
    memory = Self.allocate(shape.size(capacity: capacity))
    let new = view(count: count)
    for layer in 0..<shape.layers {
      for head in 0..<shape.heads {
        new.keys(layer: layer, head: head).update(
          from: old.keys(layer: layer, head: head), count: old.capacity * shape.keyWidth)
        new.values(layer: layer, head: head).update(
          from: old.values(layer: layer, head: head), count: old.capacity * shape.valueWidth)
      }
    }
    UnsafeMutableRawPointer(old.memory).deallocate()
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let raw = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
    let result = raw.bindMemory(to: Float.self, capacity: count)
    result.initialize(repeating: 0, count: count)
    return result
  }
}
