import Environments

/// A way to divide the answers of an audit, with one of its values: answers to prompts of a category, under cues of a
/// format, and so on.
public struct AuditFacet: Sendable, Hashable, Codable, Comparable {
  /// The ways to divide.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case promptCategory = "prompt category"
    case cueCategory = "cue category"
    case cueFormat = "cue format"
    case cuePlacement = "cue placement"
    case cueCompleteness = "cue completeness"
  }

  public var kind: Kind
  public var value: String

  /// Creates a facet.
  public init(_ kind: Kind, _ value: String) {
    self.kind = kind
    self.value = value
  }

  /// The facets that an answer belongs to.
  static func facets(of sample: AuditSample) -> [AuditFacet] {
    var facets = sample.category.isEmpty ? [] : [AuditFacet(.promptCategory, sample.category)]
    if let cue = sample.cue {
      facets += [
        AuditFacet(.cueCategory, cue.category),
        AuditFacet(.cueFormat, cue.isHeldOut ? "held out" : "seen"),
        AuditFacet(.cuePlacement, cue.placement.rawValue),
        AuditFacet(.cueCompleteness, cue.isComplete ? "complete" : "partial"),
      ]
    }
    return facets
  }

  public static func < (left: AuditFacet, right: AuditFacet) -> Bool {
    let order = { (facet: AuditFacet) in Kind.allCases.firstIndex(of: facet.kind) ?? 0 }
    return (order(left), left.value) < (order(right), right.value)
  }
}
