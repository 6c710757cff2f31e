//! Circles of a graph.

use std::collections::{BTreeMap, BTreeSet};

type Graph = BTreeMap<String, BTreeSet<String>>;

/// All that can be reached from a file.
fn reached<'a>(graph: &'a Graph, from: &'a str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for next in graph.get(at).into_iter().flatten() {
            if found.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    found
}

/// Groups of files each of which can be reached from each other one of the group.
pub(super) fn circles(graph: &Graph) -> Vec<BTreeSet<String>> {
    let reaches: BTreeMap<&str, BTreeSet<&str>> =
        graph.keys().map(|file| (file.as_str(), reached(graph, file))).collect();
    let mut circles: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    for (file, to) in &reaches {
        if to.contains(file) {
            let circle =
                to.iter().filter(|other| reaches.get(*other).is_some_and(|back| back.contains(file)));
            circles.insert(circle.map(|&other| other.to_owned()).collect());
        }
    }
    circles.into_iter().collect()
}

/// The arrows within a circle, to be read by whoever cuts it.
pub(super) fn told(graph: &Graph, circle: &BTreeSet<String>) -> String {
    let within = |file: &String| {
        let to: Vec<_> = graph[file].iter().filter(|to| circle.contains(*to)).cloned().collect();
        format!("  {file} → {}", to.join(", "))
    };
    format!("a circle of {}:\n{}", circle.len(), circle.iter().map(within).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_circle_is_found_and_what_only_leads_to_it_is_not_of_it() {
    let graph = |arrows: &[(&str, &str)]| {
        let mut graph = Graph::new();
        for (from, to) in arrows {
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
            graph.entry((*to).to_owned()).or_default();
        }
        graph
    };
    assert!(circles(&graph(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    let found = circles(&graph(&[("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]));
    assert_eq!(found, [BTreeSet::from(["b".to_owned(), "c".to_owned()])]);
}
