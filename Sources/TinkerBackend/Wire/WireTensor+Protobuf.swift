extension WireTensor {
  init(_ message: TinkerPublic_Tensor) throws {
    let shape = message.shape.isEmpty ? nil : message.shape.map(Int.init)
    switch message.encoding {
    case .dense(let bytes):
      try self.init(try PackedNumbers.values(bytes, of: message.dtype), shape: shape)
    case .sparseCsr(let sparse):
      try self.init(
        try PackedNumbers.values(sparse.values, of: message.dtype), shape: shape,
        sparsity: Sparsity(
          rowOffsets: try PackedNumbers.read(sparse.crowIndices, as: Int64.self).map(Int.init),
          columns: try PackedNumbers.read(sparse.colIndices, as: Int64.self).map(Int.init)))
    case nil:
      throw WireError("a tensor has no values")
    }
  }

  var message: TinkerPublic_Tensor {
    .with {
      $0.dtype = PackedNumbers.type(of: values)
      $0.shape = shape?.map(Int64.init) ?? []
      if let sparsity {
        $0.sparseCsr.values = PackedNumbers.bytes(values)
        $0.sparseCsr.crowIndices = PackedNumbers.bytes(sparsity.rowOffsets.map(Int64.init))
        $0.sparseCsr.colIndices = PackedNumbers.bytes(sparsity.columns.map(Int64.init))
      } else {
        $0.dense = PackedNumbers.bytes(values)
      }
    }
  }
}
