import Foundation
import ModelBackend

/// The state lies beside the weights as a safetensors file of its own, so that tools which read the weights
/// need not know of it: every tensor of the weights twice, under `exp_avg.` and `exp_avg_sq.` as PyTorch names the
/// moments, and the number of steps in the metadata. Single precision and no gaps, so that reading it again gives the
/// same bytes.
extension OptimizerState {
  static let fileName = "optimizer.safetensors"
  private static let stepKey = "step"

  func write(tensors: [TensorDescription], to directory: URL) throws(BackendError) {
    try SafetensorsFile.write(
      SafetensorsFile.Tensor.all(tensors, of: firstMoment, prefix: "exp_avg.")
        + SafetensorsFile.Tensor.all(tensors, of: secondMoment, prefix: "exp_avg_sq."),
      metadata: ["format": "pt", Self.stepKey: String(step)], to: directory.appendingPathComponent(Self.fileName))
  }

  /// Reads the state that lies in `directory`; `nil` where there is none.
  init?(directory: URL, tensors: [TensorDescription], count: Int) throws(BackendError) {
    let url = directory.appendingPathComponent(Self.fileName)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let file = try SafetensorsFile(contentsOf: url)
    guard let step = file.metadata[Self.stepKey].flatMap({ Int($0) }), step >= 0 else {
      throw BackendError(
        .damagedCheckpoint, "\(url.path) does not say how many steps were taken. Restore from another checkpoint.")
    }
    self.init(count: count)
    self.step = step
    try file.read(tensors, prefix: "exp_avg.", into: &firstMoment)
    try file.read(tensors, prefix: "exp_avg_sq.", into: &secondMoment)
    try file.refuseOthers(than: tensors.flatMap { ["exp_avg." + $0.name, "exp_avg_sq." + $0.name] })
  }
}

extension SafetensorsFile {
  /// Reads `tensors` to their places in `values`.
  func read(_ tensors: [TensorDescription], prefix: String = "", into values: inout AlignedFloats) throws(BackendError)
  {
    try values.withUnsafeMutablePointer { (values) throws(BackendError) in
      for tensor in tensors {
        try read(prefix + tensor.name, shape: tensor.shape, into: values + tensor.offset)
      }
    }
  }

  /// Throws where the file holds a tensor that nobody asked for: it was not made for this model.
  func refuseOthers(than known: some Sequence<String>) throws(BackendError) {
    if let stranger = Set(names).subtracting(known).min() {
      throw mismatch("tensor \(stranger) is unknown to this model")
    }
  }
}
