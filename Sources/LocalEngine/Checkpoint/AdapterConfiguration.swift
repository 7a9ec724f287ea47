import Foundation
import ModelBackend

/// PEFT's `adapter_config.json`, as far as this engine computes what it says.
struct AdapterConfiguration {
  var configuration: LoRAConfiguration
  /// `base_model_name_or_path`: an absolute path, or one seen from the adapters' directory.
  var base: String?

  init(_ configuration: LoRAConfiguration, base: String?) {
    self.configuration = configuration
    self.base = base
  }

  /// The base model's directory, where there is one.
  func baseLocation(from directory: URL) -> URL? {
    guard let base else { return nil }
    let candidates = [
      URL(fileURLWithPath: base, relativeTo: URL(fileURLWithPath: directory.path, isDirectory: true)),
      URL(fileURLWithPath: base),
    ]
    return candidates.map(\.standardizedFileURL).first {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent("config.json").path)
    }
  }
}

extension AdapterConfiguration: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind = "peft_type"
    case task = "task_type"
    case base = "base_model_name_or_path"
    case rank = "r"
    case alpha = "lora_alpha"
    case targetModules = "target_modules"
    case bias
    case dropout = "lora_dropout"
    case isInference = "inference_mode"
    case usesRankStabilization = "use_rslora"
    case usesDecomposition = "use_dora"
    case isTransposed = "fan_in_fan_out"
    case rankPattern = "rank_pattern"
    case alphaPattern = "alpha_pattern"
    case modulesToSave = "modules_to_save"
    case layersToTransform = "layers_to_transform"
    case initialization = "init_lora_weights"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func refuse(_ key: CodingKeys, _ value: some Any) -> BackendError {
      BackendError(
        .unsupported,
        "\(key.rawValue) is \(value); the embedded engine computes plain LoRA. Merge the adapters with PEFT."
      )
    }
    let kind = try values.decode(String.self, forKey: .kind)
    if kind != "LORA" { throw refuse(.kind, kind) }
    for key in [CodingKeys.usesRankStabilization, .usesDecomposition, .isTransposed]
    where try values.decodeIfPresent(Bool.self, forKey: key) == true {
      throw refuse(key, true)
    }
    if let bias = try values.decodeIfPresent(String.self, forKey: .bias), bias != "none" { throw refuse(.bias, bias) }
    for key in [CodingKeys.rankPattern, .alphaPattern] {
      if let pattern = try values.decodeIfPresent([String: Double].self, forKey: key), !pattern.isEmpty {
        throw refuse(key, pattern)
      }
    }
    if let modules = try values.decodeIfPresent([String].self, forKey: .modulesToSave), !modules.isEmpty {
      throw refuse(.modulesToSave, modules)
    }
    if values.contains(.layersToTransform), try !values.decodeNil(forKey: .layersToTransform) {
      throw refuse(.layersToTransform, "set")
    }
    let modules: Set<String>
    if let one = try? values.decode(String.self, forKey: .targetModules) {
      if one != "all-linear" { throw refuse(.targetModules, one) }
      modules = Set(LoRAConfiguration.allLinear)
    } else {
      // PEFT may name every map of every layer by its path; where it leaves some out, their tensors are missed later.
      modules = Set(
        try values.decode([String].self, forKey: .targetModules).map { String($0.split(separator: ".").last ?? "") })
    }
    // PEFT stores a set, in any order; ours is the order of the block.
    let ordered =
      LoRAConfiguration.allLinear.filter(modules.contains)
      + modules.subtracting(LoRAConfiguration.allLinear).sorted()
    configuration = LoRAConfiguration(
      rank: try values.decode(Int.self, forKey: .rank), alpha: try values.decode(Float.self, forKey: .alpha),
      targetModules: ordered)
    base = try values.decodeIfPresent(String.self, forKey: .base)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode("LORA", forKey: .kind)
    try values.encode("CAUSAL_LM", forKey: .task)
    try values.encodeIfPresent(base, forKey: .base)
    try values.encode(configuration.rank, forKey: .rank)
    try values.encode(configuration.alpha, forKey: .alpha)
    try values.encode(configuration.targetModules, forKey: .targetModules)
    try values.encode("none", forKey: .bias)
    try values.encode(0.0, forKey: .dropout)
    try values.encode(true, forKey: .isInference)
    try values.encode(true, forKey: .initialization)
  }
}
