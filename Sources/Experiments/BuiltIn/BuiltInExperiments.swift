/// The experiments that are part of the program.
public enum BuiltInExperiments {
  /// Their names.
  public static let names = ["generalization-hacking", "reward-hacking"]

  /// The file of a built-in experiment; `nil` where there is none of that name.
  ///
  /// The files beside this one are compiled into the program, so that it can be run from anywhere.
  public static func text(of name: String) -> String? {
    switch name {
    case "generalization-hacking":
      String(decoding: PackageResources.generalization_hacking_yaml, as: UTF8.self)
    case "reward-hacking":
      String(decoding: PackageResources.reward_hacking_yaml, as: UTF8.self)
    default: nil
    }
  }
}
