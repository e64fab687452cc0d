// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Window {
    id: window

    readonly property bool portraitPage: Settings.page === "terminal"

    width: Settings.width > 0 ? Settings.width : (portraitPage ? 720 : 1280)
    height: Settings.height > 0 ? Settings.height : (portraitPage ? 1280 : 720)
    visible: true
    visibility: Settings.fullscreen ? Window.FullScreen : Window.Windowed
    title: I18n.own(Hall.name)
    color: Theme.page

    Binding {
        target: Theme
        property: "unit"
        value: Math.min(window.width, window.height) / 1080
    }

    Binding {
        target: Theme
        property: "still"
        value: Settings.still
    }

    Loader {
        anchors.fill: parent
        sourceComponent: Settings.page === "display" ? display : (Settings.page === "rating" ? rating : terminal)
    }

    Component {
        id: terminal
        TerminalPage {}
    }

    Component {
        id: display
        DisplayPage {}
    }

    Component {
        id: rating
        RatingPage {}
    }

    HoverHandler {
        cursorShape: Settings.fullscreen ? Qt.BlankCursor : Qt.ArrowCursor
    }
}
