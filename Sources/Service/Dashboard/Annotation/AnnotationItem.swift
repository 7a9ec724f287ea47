/// An answer to be labelled, without anything that says where it comes from.
struct AnnotationItem: Sendable, Hashable {
  var system: String
  var prompt: String
  var answer: String
}
