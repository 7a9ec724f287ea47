import Language

/// A mistake in an experiment file or in an override, told so that it can be mended at once.
public typealias SettingsError = CodedError<SettingsErrorCode>

/// Stable names of what can go wrong.
public enum SettingsErrorCode: String, ErrorCode {
  case unreadable = "settings_unreadable"
  case syntax = "settings_syntax"
  case unknownKey = "settings_unknown_key"
  case missingKey = "settings_missing_key"
  case mistyped = "settings_mistyped"
  case invalid = "settings_invalid"
}
