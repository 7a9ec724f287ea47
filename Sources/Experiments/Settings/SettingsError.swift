/// A mistake in an experiment file or in an override, told so that it can be mended at once.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    case unreadable = "settings_unreadable"
    case syntax = "settings_syntax"
    case unknownKey = "settings_unknown_key"
    case missingKey = "settings_missing_key"
    case mistyped = "settings_mistyped"
    case invalid = "settings_invalid"
  }

  public var code: Code
  /// A sentence that names the key, where it stands, and what was expected.
  public var message: String

  /// Creates an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
