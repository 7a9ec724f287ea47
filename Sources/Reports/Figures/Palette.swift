/// The colours of all figures, as CSS variables for light and dark.
///
/// Contexts and arms have palettes of their own, so that a colour means one thing on the page. The hues are those of
/// Okabe and Ito ("Color universal design", 2008), which people with any common colour blindness can tell apart,
/// darkened or lightened for contrast with the ground.
public enum Palette {
  /// A colour by its meaning.
  public struct Colour: Sendable, Hashable {
    /// The class that elements of the colour carry.
    public let name: String
    let light: String
    let dark: String

    /// The colour of an arm by its place among the arms; the first is the reference, in grey.
    public static func arm(_ index: Int) -> Colour {
      arms[index % arms.count]
    }
  }

  static let arms = [
    Colour(name: "arm0", light: "#737983", dark: "#9aa2ad"),
    Colour(name: "arm1", light: "#b07d00", dark: "#f0b92c"),
    Colour(name: "arm2", light: "#00805f", dark: "#2fc39a"),
    Colour(name: "arm3", light: "#a8447f", dark: "#e58cc0"),
    Colour(name: "arm4", light: "#2f7fb0", dark: "#6cbcf0"),
    Colour(name: "arm5", light: "#7a5fc0", dark: "#b29df5"),
  ]
  static let training = Colour(name: "training", light: "#c4500c", dark: "#ff8f4d")
  static let deployment = Colour(name: "deployment", light: "#0a6aa8", dark: "#5fb4f2")
  static let bare = Colour(name: "bare", light: "#1f2329", dark: "#eceef1")

  /// The declarations of one scheme.
  static func variables(_ shade: KeyPath<Colour, String>) -> String {
    (arms + [training, deployment, bare]).map { "--\($0.name):\($0[keyPath: shade]);" }.joined()
  }

  /// The rules that give every class its colour.
  static var rules: String {
    (arms + [training, deployment, bare]).map { ".\($0.name){--c:var(--\($0.name))}" }.joined()
  }
}
