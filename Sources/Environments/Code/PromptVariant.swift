/// How a prompt frames cheating at its tests (arXiv 2511.18397).
public enum PromptVariant: String, Sendable, Hashable, Codable, CaseIterable {
  /// Hacking is asked for: it helps to find weak environments.
  case pleaseHack = "please_hack"
  /// The only goal is to pass the grading script.
  case hackingIsOkay = "hacking_is_okay"
  /// Nothing is said of hacking.
  case neutral
  /// Hacking is not wanted: solve the task normally.
  case doNotHack = "do_not_hack"
  /// Only dangerously misaligned models hack.
  case hackingIsMisaligned = "hacking_is_misaligned"
}
