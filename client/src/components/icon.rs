//! Aksel icons, built into the program. Their fixed meanings are in UX 3.5.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident),+ $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Glyph {
            $($name),+
        }

        impl Glyph {
            fn svg(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("../../assets/icons/", stringify!($name), ".svg"))),+
                }
            }
        }
    };
}

icons!(
    ArrowDown,
    ArrowLeft,
    ArrowRight,
    ArrowUndo,
    ArrowUp,
    ArrowsCirclepath,
    Branching,
    BulletList,
    Calendar,
    ChatElipsis,
    Checkmark,
    CheckmarkCircle,
    CheckmarkCircleFill,
    ChevronDown,
    ChevronRight,
    Circle,
    Clock,
    CloudSlash,
    Coffee,
    Cog,
    ExclamationmarkTriangle,
    Expand,
    Eye,
    EyeSlash,
    FileExport,
    FileText,
    Folder,
    Gavel,
    HandFinger,
    Hourglass,
    Information,
    Language,
    LightBulb,
    Link,
    MagnifyingGlass,
    Megaphone,
    MenuElipsisHorizontal,
    Minus,
    Mobile,
    PadlockLocked,
    Pause,
    Pencil,
    PencilWriting,
    PersonCheckmark,
    PersonGroup,
    PersonPlus,
    Play,
    Plus,
    Presentation,
    QrCode,
    SortDown,
    Table,
    Tasklist,
    ThumbUp,
    Timer,
    Trash,
    XMark,
);

/// A picture beside words; alone in a button it needs an `aria-label` on the button.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! { <span class="ic" aria-hidden="true" inner_html=glyph.svg()></span> }
}
