/// The version of the program.
public enum TiterVersion {
  public static let current = "0.1.0"
}
