//! Drawn icons, 16 by 16, one stroke. No emoji anywhere: a television in a call centre has no font for them.

use crate::ui::view;
use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what is drawn")]
pub enum Glyph {
    Board,
    List,
    Queue,
    People,
    Chart,
    Screen,
    Gear,
    Flame,
    Clock,
    Pause,
    Play,
    Check,
    Message,
    Lock,
    Plus,
    Close,
    More,
    Search,
    Bell,
    ChevronDown,
    ChevronRight,
    ArrowLeft,
    ArrowUp,
    Urgent,
    Archive,
    Link,
    Copy,
    User,
    Sun,
    Moon,
    Globe,
    SignOut,
    New,
    Active,
    Pending,
    Hold,
    Approval,
    Resolved,
    Rating,
    Cancelled,
    Wifi,
    WifiOff,
    Send,
    Undo,
    Expand,
    Bookmark,
    Filter,
    Note,
}

impl Glyph {
    /// The path, and whether it is filled rather than stroked.
    fn path(self) -> (&'static str, bool) {
        let stroke = match self {
            Self::Flame => {
                return (
                    "M8 1.5c.6 2.2-1.9 3.3-3 5.3A4.6 4.6 0 0 0 8 14.5a4.6 4.6 0 0 0 4.4-4.6c0-1.7-.9-2.8-1.7-3.7-.2 1-.7 1.6-1.5 2 .5-2.6-.2-5-1.2-6.7Z",
                    true,
                );
            }
            Self::More => {
                return (
                    "M3.5 6.7a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6Zm4.5 0a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6Zm4.5 0a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6Z",
                    true,
                );
            }
            Self::Board => "M2 2.5h3.4v11H2zM6.3 2.5h3.4v7H6.3zM10.6 2.5H14v9h-3.4z",
            Self::List => "M2.5 4h11M2.5 8h11M2.5 12h11",
            Self::Queue => {
                "M2 9.5V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v5.5M2 9.5V12a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V9.5h-3.5l-1 1.5h-3l-1-1.5z"
            }
            Self::People => {
                "M6 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM1.5 13c.5-2.5 2-4 4.5-4s4 1.5 4.5 4M10.5 3.5a2.3 2.3 0 0 1 0 4.4M12 9.5c1.5.6 2.2 1.8 2.5 3.5"
            }
            Self::Chart => "M3 13V8M8 13V3M13 13V6",
            Self::Screen => "M1.5 3.5h13v8h-13zM5 14h6",
            Self::Gear => {
                "M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8ZM8 1.8v1.9M8 12.3v1.9M1.8 8h1.9M12.3 8h1.9M3.6 3.6l1.4 1.4M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4"
            }
            Self::Clock => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 4.5V8l2.3 1.6",
            Self::Play => "M5 3.5 12.5 8 5 12.5z",
            Self::Pause => "M6 4v8M10 4v8",
            Self::Check => "M3 8.5l3.2 3.2L13 5",
            Self::Message => "M2.5 3.5h11v7h-6l-3 2.5v-2.5h-2z",
            Self::Lock => "M4 7.5h8v6H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 5 0v2.2",
            Self::Plus => "M8 3.5v9M3.5 8h9",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.3 13.5 13.5",
            Self::Bell => "M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3zM7 14h2",
            Self::ChevronDown => "M4 6l4 4 4-4",
            Self::ChevronRight => "M6 4l4 4-4 4",
            Self::ArrowLeft => "M13 8H3M7 4 3 8l4 4",
            Self::ArrowUp => "M8 13V3M4 7l4-4 4 4",
            Self::Archive => "M2.5 3h11v3h-11zM3.5 6v7.5h9V6M6.5 8.5h3",
            Self::Urgent => "M8 2.5v7M8 12.4v.2",
            Self::Link => {
                "M6.8 9.2 9.2 6.8M7.5 4.8 9 3.3a2.6 2.6 0 0 1 3.7 3.7l-1.5 1.5M8.5 11.2 7 12.7A2.6 2.6 0 0 1 3.3 9l1.5-1.5"
            }
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::User => {
                "M8 2.5a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM2.8 13.8c.5-3 2.3-4.5 5.2-4.5s4.7 1.5 5.2 4.5"
            }
            Self::Bookmark => "M4.5 2.5h7v11L8 10.8l-3.5 2.7z",
            Self::Sun => {
                "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1"
            }
            Self::Moon => "M13.5 9.5A5.8 5.8 0 0 1 6.5 2.5a5.8 5.8 0 1 0 7 7Z",
            Self::Globe => {
                "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM2 8h12M8 2c2 1.7 2.7 3.7 2.7 6S10 12.3 8 14c-2-1.7-2.7-3.7-2.7-6S6 3.7 8 2Z"
            }
            Self::SignOut => "M6.5 13.5h-4v-11h4M10 11l3-3-3-3M13 8H6",
            Self::New => {
                "M8 2.2a5.8 5.8 0 0 1 4.1 1.7M13.8 8a5.8 5.8 0 0 1-1.7 4.1M8 13.8a5.8 5.8 0 0 1-4.1-1.7M2.2 8a5.8 5.8 0 0 1 1.7-4.1"
            }
            Self::Active => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 2v12M10.7 3v10M12.9 4.9v6.2",
            Self::Pending => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 2v6h6",
            Self::Hold => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM6.5 5.8v4.4M9.5 5.8v4.4",
            Self::Approval => "M8 1.8 14.2 8 8 14.2 1.8 8z",
            Self::Resolved => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM5.3 8.2l2 2 3.5-3.9",
            Self::Rating => "M8 2.2l1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4-2.9-2.8 4-.6z",
            Self::Cancelled => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2",
            Self::Wifi => {
                "M1.8 6.2a9 9 0 0 1 12.4 0M4 8.6a5.8 5.8 0 0 1 8 0M6.2 11a2.6 2.6 0 0 1 3.6 0M8 13.3v.1"
            }
            Self::WifiOff => {
                "M1.8 6.2A9 9 0 0 1 6 3.9M9 3.7a9 9 0 0 1 5.2 2.5M4 8.6a5.8 5.8 0 0 1 2.5-1.5M11 7.8l1 .8M6.2 11a2.6 2.6 0 0 1 3.6 0M8 13.3v.1M2.5 2.5l11 11"
            }
            Self::Send => "M2.5 8 13.5 3 10.5 13.5 7.5 9z",
            Self::Undo => "M5.5 3.5 2.5 6.5l3 3M2.5 6.5h7a4 4 0 0 1 0 7h-3",
            Self::Expand => "M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9",
            Self::Filter => "M2 3.5h12L9.5 8.7v4.3l-3-1.5V8.7z",
            Self::Note => "M3 2.5h10v7.5L9.5 13.5H3zM9.5 13.5V10H13M5.5 5.5h5M5.5 8h3",
        };
        (stroke, false)
    }
}

/// A drawn icon. Decoration: the word beside it says the same.
#[component]
pub fn Icon(
    /// What it shows.
    kind: Glyph,
) -> impl IntoView {
    let (path, filled) = kind.path();
    // Size, line and filling are the style sheet's: a board has hundreds of icons.
    let class = if filled { "icon solid" } else { "icon" };
    view! { <svg class=class viewBox="0 0 16 16" aria-hidden="true"><path d=path></path></svg> }
}
