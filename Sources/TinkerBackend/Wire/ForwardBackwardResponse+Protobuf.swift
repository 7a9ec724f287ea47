import Foundation
import SwiftProtobuf

extension ForwardBackwardResponse: ProtobufResult {
  /// More data than any request has; what claims more is damaged.
  private static let mostData = 1 << 20

  package init(protobuf bytes: Data) throws {
    let message: TinkerPublic_ForwardBackwardOutput = try WireError.reading("a forward-backward output", bytes)
    var outputs: [[String: WireTensor]] = []
    for record in message.lossFnOutputs {
      let fields = try record.fields.mapValues(Self.tensors)
      let count = record.numDatums == 0 ? fields.values.first?.count ?? 0 : Int(record.numDatums)
      guard (0...Self.mostData - outputs.count).contains(count) else {
        throw WireError("an output claims to be of \(count) data")
      }
      if let (name, tensors) = fields.first(where: { $0.value.count != count }) {
        throw WireError("an output of \(count) data has '\(name)' for \(tensors.count)")
      }
      for index in 0..<count { outputs.append(fields.mapValues { $0[index] }) }
    }
    self.init(
      lossFnOutputType: message.lossFnOutputType.isEmpty ? nil : message.lossFnOutputType, lossFnOutputs: outputs,
      metrics: message.metrics)
  }

  /// The bytes of the message.
  ///
  /// - Throws: `WireError` for outputs that differ in their names, and for tensors that are sparse or have no dimension.
  package func protobuf() throws -> Data {
    var records: [TinkerPublic_ArrayRecord] = []
    var start = lossFnOutputs.startIndex
    while start < lossFnOutputs.endIndex {
      // What has the same names, types and trailing shapes goes together.
      let layout = try Layout(lossFnOutputs[start])
      var end = start + 1
      while end < lossFnOutputs.endIndex, try Layout(lossFnOutputs[end]) == layout { end += 1 }
      guard lossFnOutputs[start].keys == lossFnOutputs[0].keys else {
        throw WireError("output \(start) has other names than those before it")
      }
      records.append(layout.record(of: lossFnOutputs[start..<end]))
      start = end
    }
    let message = TinkerPublic_ForwardBackwardOutput.with {
      $0.lossFnOutputType = lossFnOutputType ?? ""
      $0.lossFnOutputs = records
      $0.metrics = metrics ?? [:]
    }
    return try message.serializedBytes(options: .deterministic)
  }

  /// Takes the tensors of many data apart.
  private static func tensors(of batch: TinkerPublic_BatchedTensor) throws -> [WireTensor] {
    let offsets = try PackedNumbers.read(batch.offsets, as: Int64.self)
    let trailing = batch.trailingShape.map(Int.init)
    guard trailing.allSatisfy({ $0 >= 0 }), let width = WireTensor.product(trailing) else {
      throw WireError("a batched tensor has the trailing shape \(trailing)")
    }
    guard offsets.first ?? 0 >= 0, offsets.last ?? 0 <= batch.data.count else {
      throw WireError("a batched tensor of \(batch.data.count) bytes has offsets outside of them")
    }
    return try zip(offsets, offsets.dropFirst()).map { start, end in
      guard start <= end else { throw WireError("a batched tensor has offsets that go back") }
      let bytes = batch.data.dropFirst(Int(start)).prefix(Int(end - start))
      let values = try PackedNumbers.values(bytes, of: batch.dtype)
      guard width > 0 ? values.count.isMultiple(of: width) : values.count == 0 else {
        throw WireError("a batched tensor has \(values.count) values where each row has \(width)")
      }
      return try WireTensor(values, shape: [width > 0 ? values.count / width : 0] + trailing)
    }
  }

  /// What the tensors of one record have in common.
  private struct Layout: Equatable {
    private var types: [String: TinkerPublic_DType] = [:]
    private var trailingShapes: [String: [Int]] = [:]

    init(_ output: [String: WireTensor]) throws {
      for (name, tensor) in output {
        let shape = tensor.shape ?? [tensor.count]
        guard tensor.sparsity == nil, !shape.isEmpty else {
          throw WireError("the output '\(name)' is no array with rows")
        }
        types[name] = PackedNumbers.type(of: tensor.values)
        trailingShapes[name] = Array(shape.dropFirst())
      }
    }

    func record(of outputs: ArraySlice<[String: WireTensor]>) -> TinkerPublic_ArrayRecord {
      .with {
        $0.typeTag = ForwardBackwardResponse.arrays
        $0.numDatums = Int64(outputs.count)
        for (name, type) in types {
          var batch = TinkerPublic_BatchedTensor()
          var offsets: [Int64] = [0]
          for output in outputs {
            if let tensor = output[name] { batch.data += PackedNumbers.bytes(tensor.values) }
            offsets.append(Int64(batch.data.count))
          }
          batch.offsets = PackedNumbers.bytes(offsets)
          batch.dtype = type
          batch.trailingShape = trailingShapes[name]?.map(Int64.init) ?? []
          $0.fields[name] = batch
        }
      }
    }
  }
}
