import ModelBackend
import Statistics

/// Low-rank adapters of some of a model's linear maps, in one contiguous buffer, with PEFT's names and meanings:
/// the effective weight of an adapted map is `W + (alpha / rank) · B · A`.
///
/// The same type holds the adapters' gradients and the optimizer's moments.
public struct LoRAWeights: Sendable {
  /// One adapted linear map.
  public struct Target: Sendable, Hashable {
    /// The map that is adapted, in the base model's buffer, `[out, in]`.
    public var base: TensorDescription
    /// `lora_A.weight`, `[rank, in]`.
    public var a: TensorDescription
    /// `lora_B.weight`, `[out, rank]`.
    public var b: TensorDescription
  }

  /// Rank, alpha, target modules and seed.
  public let configuration: LoRAConfiguration
  /// The adapted maps, in the order of the base model's buffer.
  public let targets: [Target]
  /// The floats; every matrix begins on a cache line, gaps are zero.
  public var values: AlignedFloats

  /// Creates adapters that are all zero.
  ///
  /// - Throws: `BackendError` of code `unsupported` for a rank that is not positive, or a target module that the
  ///   model does not have.
  public init(zeros configuration: LoRAConfiguration, for model: ModelConfiguration) throws {
    if configuration.rank <= 0 {
      throw BackendError(.unsupported, "The adapters' rank is \(configuration.rank); it has to be positive.")
    }
    let unknown = configuration.targetModules.filter { !LoRAConfiguration.allLinear.contains($0) }
    if !unknown.isEmpty || configuration.targetModules.isEmpty {
      throw BackendError(
        .unsupported,
        "Adapters cannot be put on \(unknown.isEmpty ? "no module" : unknown.joined(separator: ", ")); choose from "
          + LoRAConfiguration.allLinear.joined(separator: ", ") + ".")
    }
    self.configuration = configuration
    var end = 0
    func place(_ name: String, _ shape: [Int]) -> TensorDescription {
      let tensor = TensorDescription(name: name, shape: shape, offset: end)
      end = (end + tensor.count + 15) / 16 * 16
      return tensor
    }
    targets = ParameterLayout(model).tensors.compactMap { base in
      let path = base.name.split(separator: ".")
      guard base.shape.count == 2, path.count >= 2, configuration.targetModules.contains(String(path[path.count - 2]))
      else { return nil }
      let prefix = "base_model.model." + path.dropLast().joined(separator: ".")
      return Target(
        base: base, a: place(prefix + ".lora_A.weight", [configuration.rank, base.shape[1]]),
        b: place(prefix + ".lora_B.weight", [base.shape[0], configuration.rank]))
    }
    values = AlignedFloats(count: end)
  }

  /// Creates fresh adapters as PEFT does: `A` uniform within ±1/√in (Kaiming's uniform with a = √5), `B` zero, so
  /// that the adapted model begins as the base model.
  public init(random configuration: LoRAConfiguration, for model: ModelConfiguration) throws {
    try self.init(zeros: configuration, for: model)
    let targets = targets
    values.withUnsafeMutablePointer { values in
      for (index, target) in targets.enumerated() {
        var generator = SeededGenerator(seed: configuration.seed, path: UInt64(index))
        let bound = 1 / Double(target.base.shape[1]).squareRoot()
        for element in target.a.range { values[element] = Float((2 * generator.nextUnit() - 1) * bound) }
      }
    }
  }

  /// `alpha / rank`.
  public var scale: Float { configuration.alpha / Float(configuration.rank) }

  /// All tensors, in the order of the buffer.
  public var tensors: [TensorDescription] { targets.flatMap { [$0.a, $0.b] } }

  /// The floats of the tensor of this name, row-major; `nil` where there is no such tensor.
  public subscript(name: String) -> [Float]? {
    guard let tensor = tensors.first(where: { $0.name == name }) else { return nil }
    return values.withUnsafePointer { Array(UnsafeBufferPointer(start: $0 + tensor.offset, count: tensor.count)) }
  }

  /// Adds the adapters' products to a copy of the base weights: what PEFT's `merge_and_unload` gives.
  public func merged(into base: ModelWeights) -> ModelWeights {
    var result = base
    merge(into: &result, base: base)
    return result
  }

  /// Sets every adapted map of `result` to `W + (alpha / rank) · B · A`, `W` being that of `base`.
  func merge(into result: inout ModelWeights, base: ModelWeights) {
    base.values.withUnsafePointer { base in
      values.withUnsafePointer { adapters in
        result.values.withUnsafeMutablePointer { result in
          for target in targets {
            let (rows, columns) = (target.base.shape[0], target.base.shape[1])
            (result + target.base.offset).update(from: base + target.base.offset, count: target.base.count)
            MatrixProduct.add(
              alpha: scale, Matrix(adapters + target.b.offset, rows: rows, columns: configuration.rank),
              Matrix(adapters + target.a.offset, rows: configuration.rank, columns: columns),
              beta: 1, to: result + target.base.offset, stride: columns)
          }
        }
      }
    }
  }

  /// The adapters' gradients that follow from those of the effective weights: with `G` for an adapted map's,
  /// `s · Bᵀ · G` for `A` and `s · G · Aᵀ` for `B`, where `s = alpha / rank`.
  func gradient(from effective: ModelWeights) -> LoRAWeights {
    var result = self
    let rank = configuration.rank
    effective.values.withUnsafePointer { effective in
      values.withUnsafePointer { adapters in
        result.values.withUnsafeMutablePointer { result in
          for target in targets {
            let (rows, columns) = (target.base.shape[0], target.base.shape[1])
            let gradient = Matrix(effective + target.base.offset, rows: rows, columns: columns)
            MatrixProduct.add(
              alpha: scale, Matrix(adapters + target.b.offset, rows: rows, columns: rank).transposed, gradient,
              to: result + target.a.offset, stride: columns)
            MatrixProduct.add(
              alpha: scale, gradient, Matrix(adapters + target.a.offset, rows: rank, columns: columns).transposed,
              to: result + target.b.offset, stride: rank)
          }
        }
      }
    }
    return result
  }
}
