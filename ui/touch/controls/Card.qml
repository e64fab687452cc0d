// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme

// A raised surface. The shadow is plain rectangles: the software renderer has no effects.
Item {
    id: card

    property color color: Theme.surface
    property color border: Theme.easy ? Theme.line : "transparent"
    property int radius: Theme.radius
    property bool raised: true

    Repeater {
        model: card.raised ? 7 : 0

        Rectangle {
            id: layer

            required property int index

            x: -layer.index * Theme.px(2)
            y: Theme.px(5) - layer.index * Theme.px(1)
            width: card.width - 2 * layer.x // qmllint disable unqualified
            height: card.height + layer.index * Theme.px(3) // qmllint disable unqualified
            radius: card.radius + layer.index * Theme.px(2) // qmllint disable unqualified
            color: Theme.shadow
        }
    }

    Rectangle {
        anchors.fill: parent
        radius: card.radius
        color: card.color
        border.color: card.border
        border.width: card.border.a > 0 ? Theme.lineWidth : 0
    }
}
