// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The services of one visit in their order; each can be taken out again.
Flickable {
    id: list

    // No higher than this; more are scrolled to in whole rows, the last one is in sight.
    property real most: 1000
    readonly property real pitch: (rows.implicitHeight + rows.spacing) / Math.max(1, TicketFlow.steps.length)
    readonly property int fit: Math.max(1, Math.floor((most + rows.spacing) / Math.max(1, pitch)))

    implicitHeight: Math.min(rows.implicitHeight, fit * pitch - rows.spacing)
    height: implicitHeight
    contentHeight: rows.implicitHeight
    contentY: Math.max(0, contentHeight - height)
    clip: contentHeight > height
    interactive: clip
    boundsBehavior: Flickable.StopAtBounds

    Column {
        id: rows

        width: list.width
        spacing: Theme.px(12)

        Repeater {
            model: TicketFlow.steps

            Item {
                id: step

                required property var modelData
                required property int index

                width: rows.width // qmllint disable unqualified
                height: Math.max(out.implicitHeight, name.implicitHeight)

                Rectangle {
                    id: place

                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.px(64)
                    height: width
                    radius: width / 2
                    color: Theme.accentSoft
                    border.color: Theme.accentLine
                    border.width: Theme.lineWidth

                    AppText {
                        anchors.centerIn: parent
                        text: step.index + 1
                        size: Theme.small
                        font.bold: true
                        color: Theme.accent
                    }
                }

                AppText {
                    id: name

                    anchors.left: place.right
                    anchors.leftMargin: Theme.px(24)
                    anchors.right: out.left
                    anchors.rightMargin: Theme.px(24)
                    anchors.verticalCenter: parent.verticalCenter
                    text: I18n.own(step.modelData.name)
                    size: Theme.body
                    font.bold: true
                    maximumLineCount: 2
                    elide: Text.ElideRight
                }

                Chip {
                    id: out

                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    name: "remove." + step.modelData.service
                    icon: "cross"
                    text: I18n.t("touch.several.remove")
                    onTouched: TicketFlow.remove(step.modelData.service)
                }
            }
        }
    }
}
