/// A tensor as the API takes and gives it.
package struct WireTensor: Sendable, Hashable {
  /// Numbers in one of the two types that the API knows in JSON: `float32` and `int64`.
  package enum Values: Sendable, Hashable {
    case floats([Float])
    case integers([Int])

    package var count: Int {
      switch self {
      case .floats(let values): values.count
      case .integers(let values): values.count
      }
    }
  }

  /// Which entries of a matrix are written, row by row.
  package struct Sparsity: Sendable, Hashable {
    /// Where each row begins among the values, and where the last one ends: one more than rows.
    package var rowOffsets: [Int]
    /// The column of each value.
    package var columns: [Int]

    package init(rowOffsets: [Int], columns: [Int]) {
      self.rowOffsets = rowOffsets
      self.columns = columns
    }
  }

  /// All numbers, row by row; of a sparse tensor those that are written.
  package var values: Values
  /// `nil` for a list of them.
  package var shape: [Int]?
  /// `nil` for a tensor that is written whole.
  package var sparsity: Sparsity?

  /// Creates a tensor.
  ///
  /// - Throws: `WireError` where shape, indices and values do not fit each other.
  package init(_ values: Values, shape: [Int]? = nil, sparsity: Sparsity? = nil) throws {
    self.values = values
    self.shape = shape
    self.sparsity = sparsity
    try check()
  }

  /// Creates a list of numbers.
  package init(_ values: [Float]) {
    self.values = .floats(values)
    shape = [values.count]
  }

  /// Creates a list of numbers.
  package init(_ values: [Int]) {
    self.values = .integers(values)
    shape = [values.count]
  }

  /// How many numbers are written.
  package var count: Int { values.count }

  /// The numbers as floats.
  package var floats: [Float] {
    switch values {
    case .floats(let values): values
    case .integers(let values): values.map(Float.init)
    }
  }

  private func check() throws {
    guard shape?.allSatisfy({ $0 >= 0 }) ?? true else { throw WireError("a tensor has the shape \(shape ?? [])") }
    guard let sparsity else {
      guard let shape, Self.product(shape) != count else { return }
      throw WireError("a tensor of shape \(shape) has \(count) values")
    }
    guard let shape, shape.count == 2 else {
      throw WireError("a sparse tensor has the shape \(shape.map { "\($0)" } ?? "nil"), which is not that of a matrix")
    }
    let offsets = sparsity.rowOffsets
    // `shape[0] + 1` might overflow.
    guard offsets.count - 1 == shape[0], offsets.first == 0, offsets.last == count,
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw WireError("a sparse tensor of shape \(shape) has row offsets that do not fit its \(count) values")
    }
    guard sparsity.columns.count == count, sparsity.columns.allSatisfy({ $0 >= 0 && $0 < shape[1] }) else {
      throw WireError("a sparse tensor of shape \(shape) has columns that do not fit its \(count) values")
    }
  }

  /// `nil` where it is beyond all numbers.
  static func product(_ shape: [Int]) -> Int? {
    var product = 1
    for dimension in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      product = next
    }
    return product
  }
}

extension WireTensor: Codable {
  private enum CodingKeys: String, CodingKey {
    case data, dtype, shape, sparseCrowIndices, sparseColIndices
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let values: Values
    switch try container.decodeIfPresent(String.self, forKey: .dtype) {
    case "int64": values = .integers(try container.decode([Int].self, forKey: .data))
    case "float32", nil: values = .floats(try container.decode([Float].self, forKey: .data))
    case let other?:
      throw DecodingError.dataCorruptedError(
        forKey: .dtype, in: container, debugDescription: "\(other) is neither float32 nor int64")
    }
    let rowOffsets = try container.decodeIfPresent([Int].self, forKey: .sparseCrowIndices)
    let columns = try container.decodeIfPresent([Int].self, forKey: .sparseColIndices)
    do {
      try self.init(
        values, shape: try container.decodeIfPresent([Int].self, forKey: .shape),
        sparsity: rowOffsets.map { Sparsity(rowOffsets: $0, columns: columns ?? []) })
    } catch let error as WireError {
      throw DecodingError.dataCorruptedError(forKey: .data, in: container, debugDescription: error.description)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch values {
    case .integers(let values):
      try container.encode(values, forKey: .data)
      try container.encode("int64", forKey: .dtype)
    case .floats(let values):
      try container.encode(values, forKey: .data)
      try container.encode("float32", forKey: .dtype)
    }
    try container.encodeIfPresent(shape, forKey: .shape)
    try container.encodeIfPresent(sparsity?.rowOffsets, forKey: .sparseCrowIndices)
    try container.encodeIfPresent(sparsity?.columns, forKey: .sparseColIndices)
  }
}
